using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AxSpa.Coordinator.Runs.Integrity;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Hosting;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// A run that was begun earlier goes on only when the files it was begun with are still the same, and with results that are
/// still whole: this looks at both, and keeps the run waiting until it has seen them.
/// </summary>
internal sealed class InputGate(RunFolder folder)
{
    /// <summary>A look at the disk came back.</summary>
    public sealed record Seen(Look Look, IActorRef Asker) : INoSerializationVerificationNeeded;

    /// <summary>A share that is mounted late, or a file that is put back, opens the gate by itself.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    private const int MostTries = 3;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private readonly HashSet<(LookOrder Order, IActorRef Asker)> _underway = [];

    public bool IsOpen { get; private set; }

    /// <summary>Somebody waits for what a look finds.</summary>
    public bool IsLooking => _underway.Count > 0;

    /// <summary>For people, while it is closed.</summary>
    public string WaitingFor { get; private set; } = "the input files and the results so far are being verified";

    public void Open() => IsOpen = true;

    public void StayClosed(string why) => WaitingFor = why;

    /// <summary>
    /// Hashing gigabytes takes a thread of its own, never one that carries heartbeats. What the same asker asks again while it
    /// still waits for the answer is asked once.
    /// </summary>
    /// <param name="run">Gets what was <see cref="Seen"/>.</param>
    public void Look(RunState state, LookOrder order, IActorRef asker, IActorRef run)
    {
        if (_underway.Add((order, asker)))
            OwnThread.Tell(run, "verify-inputs", () => new Seen(LookNow(state, order), asker));
    }

    public void Forget(Seen seen) => _underway.Remove((seen.Look.Order, seen.Asker));

    private Look LookNow(RunState state, LookOrder order)
    {
        try
        {
            // A share that goes away under the look makes whole files look lost: what was seen counts only if it is there afterwards, too.
            var found = KnownWorkspaces.WhyAway(folder.Workspace) is null ? Found(state, order) : null;
            var away = KnownWorkspaces.WhyAway(folder.Workspace);
            return away is null && found is not null ? found : new Look(order, [], null) { Away = away ?? $"{folder.Workspace} was away for a moment." };
        }
        catch (Exception trouble)
        {
            // Whatever it is must not end the process: this thread has nobody above it.
            return new Look(order, [], $"The files of the run cannot be verified: {trouble.Message}") { Away = KnownWorkspaces.WhyAway(folder.Workspace) };
        }
    }

    private Look Found(RunState state, LookOrder order)
    {
        var isSpecificationLost = OfficialFiles.Text(folder.Workspace, folder.Specification) != state.Specification;
        if (order is LookOrder.NotVisible { Unseen: var unseen })
            return new Look(order, unseen.IsInWorkspace ? OfficialFiles.Damaged(folder, state) : [], IsSeen(Path.GetFullPath(unseen.File, folder.Workspace)) ? null : unseen.Reason)
            {
                IsSpecificationLost = isSpecificationLost,
            };
        if (order is LookOrder.Completed { Result: var result })
            return new Look(order, [], null) { Unverified = Unverified(result.Files), IsSpecificationLost = isSpecificationLost };
        var damaged = OfficialFiles.Damaged(folder, state);
        // The list of inputs is itself an official file: damaged, it comes again with the cohort, which must then be the same.
        var listed = damaged.Any(damage => damage.Job == RunPlan.CohortJob) ? null : state.CohortFolder(folder);
        return new Look(order, damaged, listed is null ? null : FirstChange(listed, (order as LookOrder.Resubmit)?.Specification)) { IsSpecificationLost = isSpecificationLost };
    }

    /// <summary>What a node has just written may take a moment to be seen through another machine's share.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "On the thread of the look, while another machine's share catches up.")]
    private string? Unverified(ImmutableArray<StoredFile> files)
    {
        for (var tries = 0; ; tries++)
        {
            var unverified = files.Select(file => OfficialFiles.Problem(folder.Workspace, file)).FirstOrDefault(problem => problem is not null);
            if (unverified is null || tries == MostTries)
                return unverified;
            Thread.Sleep(TryAgainAfter);
        }
    }

    /// <summary>A list of inputs is written again by the run itself, so it is nobody's fault that it is not there.</summary>
    private bool IsSeen(string path) => Path.GetDirectoryName(path) == folder.InputLists || InputPlaces.IsSeen(path);

    private static string? FirstChange(string cohort, RunSpecification? now) => InputFiles.Verify(cohort, now) is { } change
        ? $"{change} since the run of this specification began. Put the file back to go on, or start another run with --new."
        : null;
}
