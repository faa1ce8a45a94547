using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Runs.Integrity;

/// <summary><c>run verify</c>: one look at a time, by the disk worker; whoever asks meanwhile hears how far it is.</summary>
internal sealed class RunVerifier(RunFolder folder, DiskSession disk)
{
    /// <summary>Worker → run: what was found so far.</summary>
    public sealed record Found(RunVerification SoFar) : INoSerializationVerificationNeeded;

    private string? _asking;
    private RunVerification? _latest;

    /// <summary>Somebody will ask again for what it finds.</summary>
    public bool IsLooking => _latest is { IsFinished: false };

    public void Note(Found found) => _latest = found.SoFar;

    /// <param name="self">Hears of what is <see cref="Found"/>.</param>
    public RunVerification Answer(string asking, RunState run, IActorRef self)
    {
        if (_latest is { IsFinished: false } underWay)
            return Fitting(underWay);
        if (_latest is { } finished && _asking == asking)
            return Fitting(finished);
        _asking = asking;
        _latest = new RunVerification(run.Id, false, 0, 0, []);
        disk.Do(DiskLane.Long, null, self,
            store => new Found(Look(store, run, self)),
            trouble => new Found(new RunVerification(run.Id, true, 0, 0, [new VerifiedPart("run", "not verified", [trouble.Message])])));
        return _latest;
    }

    /// <summary>With dozens of parts, each with findings of its own, some are only counted.</summary>
    internal static RunVerification Fitting(RunVerification whole)
    {
        var answer = whole;
        foreach (var (most, longest) in Shorter)
            if (!WireFrame.Fits(answer))
                answer = whole with { Parts = [.. whole.Parts.Select(part => part with { Findings = Short(part.Findings, most, longest) })] };
        return answer;
    }

    /// <summary>How many findings of a part, and how much of each.</summary>
    private static readonly ImmutableArray<(
        int Most, int Longest)> Shorter = [(RunInspection.MostFindings, MessageLimits.Sentence), (8, MessageLimits.Sentence), (1, 100)];

    private static ImmutableArray<string> Short(ImmutableArray<string> findings, int most, int longest) => findings.Length <= most
        ? [.. findings.Select(finding => MessageLimits.Cut(finding, longest))]
        : [.. findings.Take(most).Select(finding => MessageLimits.Cut(finding, longest)),
            string.Create(CultureInfo.InvariantCulture, $"and {findings.Length - most} more.")];

    private RunVerification Look(IWorkspaceStore store, RunState run, IActorRef self) => store.WhyAway() is { } away
        ? new RunVerification(run.Id, true, 0, 0, [new VerifiedPart("workspace", "away", [away])])
        : RunInspection.Of(store, folder, run, soFar => self.Tell(new Found(soFar), ActorRefs.NoSender));
}
