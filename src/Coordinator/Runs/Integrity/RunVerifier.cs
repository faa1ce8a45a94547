using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Runs.Integrity;

/// <summary><c>run verify</c>: one look at a time, on a thread of its own; whoever asks meanwhile hears how far it is.</summary>
internal sealed class RunVerifier(RunFolder folder)
{
    private string? _asking;
    private volatile RunVerification? _latest;

    /// <summary>Somebody will ask again for what it finds.</summary>
    public bool IsLooking => _latest is { IsFinished: false };

    public RunVerification Answer(string asking, RunState run)
    {
        if (_latest is { IsFinished: false } underWay)
            return Fitting(underWay);
        if (_latest is { } finished && _asking == asking)
            return Fitting(finished);
        _asking = asking;
        _latest = new RunVerification(run.Id, false, 0, 0, []);
        new Thread(() => _latest = Look(run)) { IsBackground = true, Name = "verify-run" }.Start();
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
    private static readonly ImmutableArray<(int Most, int Longest)> Shorter = [(RunInspection.MostFindings, MessageLimits.Sentence), (8, MessageLimits.Sentence), (1, 100)];

    private static ImmutableArray<string> Short(ImmutableArray<string> findings, int most, int longest) => findings.Length <= most
        ? [.. findings.Select(finding => MessageLimits.Cut(finding, longest))]
        : [.. findings.Take(most).Select(finding => MessageLimits.Cut(finding, longest)), string.Create(CultureInfo.InvariantCulture, $"and {findings.Length - most} more.")];

    private RunVerification Look(RunState run)
    {
        try
        {
            return KnownWorkspaces.WhyAway(folder.Workspace) is { } away ? new RunVerification(run.Id, true, 0, 0, [new VerifiedPart("workspace", "away", [away])])
                : RunInspection.Of(folder, run, soFar => _latest = soFar);
        }
        catch (Exception trouble)
        {
            // Whatever it is must not end the process: this thread has nobody above it.
            return new RunVerification(run.Id, true, 0, 0, [new VerifiedPart("run", "not verified", [trouble.Message])]);
        }
    }
}
