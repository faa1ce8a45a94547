using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Runs.Integrity;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// A run that was begun earlier goes on only when the files it was begun with are still the same, and with results that are
/// still whole: this looks at both, and keeps the run waiting until it has seen them.
/// </summary>
internal sealed class InputGate(RunFolder folder)
{
    /// <summary>What a look at the disk came to.</summary>
    /// <param name="Order">What somebody wanted of the run; null: the coordinator itself looked, after it took over.</param>
    /// <param name="Changed">
    /// Why the run may not go on, naming the file; null: nothing that was handed in has changed. For a file that a node does not see: null where
    /// this machine sees it.
    /// </param>
    public sealed record Seen(object? Order, IActorRef Asker, ImmutableArray<Damage> Damaged, string? Changed) : INoSerializationVerificationNeeded
    {
        /// <summary>Why nothing could be seen: the workspace is away, and nothing that is missing is damage. Null: it was there before the look and after it.</summary>
        public string? Away { get; init; }

        /// <summary>The run's <c>run.yaml</c> is not there as it was accepted.</summary>
        public bool IsSpecificationLost { get; init; }
    }

    /// <summary>A share that is mounted late, or a file that is put back, opens the gate by itself.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    private readonly HashSet<IActorRef> _askers = [];

    public bool IsOpen { get; private set; }

    /// <summary>For people, while it is closed.</summary>
    public string WaitingFor { get; private set; } = "the input files and the results so far are being verified";

    public void Open() => IsOpen = true;

    public void StayClosed(string why) => WaitingFor = why;

    /// <summary>
    /// Hashing gigabytes takes a thread of its own, never one that carries heartbeats. What was asked while the same asker still
    /// waits for an answer is asked once.
    /// </summary>
    /// <param name="run">Gets what was <see cref="Seen"/>.</param>
    public void Look(RunState state, object? order, IActorRef asker, IActorRef run)
    {
        if (_askers.Add(asker))
            new Thread(() => run.Tell(LookNow(state, order, asker))) { IsBackground = true, Name = "verify-inputs" }.Start();
    }

    public void Forget(Seen seen) => _askers.Remove(seen.Asker);

    private Seen LookNow(RunState state, object? order, IActorRef asker)
    {
        try
        {
            // A share that goes away under the look makes whole files look lost: what was seen counts only if it is there afterwards, too.
            var seen = KnownWorkspaces.WhyAway(folder.Workspace) is null ? Look(state, order, asker) : null;
            return KnownWorkspaces.WhyAway(folder.Workspace) is { } away || seen is null
                ? new Seen(order, asker, [], null) { Away = KnownWorkspaces.WhyAway(folder.Workspace) ?? $"{folder.Workspace} was away for a moment." }
                : seen;
        }
        catch (Exception trouble)
        {
            // Whatever it is must not end the process: this thread has nobody above it.
            return new Seen(order, asker, [], $"The files of the run cannot be verified: {trouble.Message}") { Away = KnownWorkspaces.WhyAway(folder.Workspace) };
        }
    }

    private Seen Look(RunState state, object? order, IActorRef asker)
    {
        if (order is NodeProtocol.FileNotVisible unseen)
            return new Seen(order, asker, unseen.IsInWorkspace ? OfficialFiles.Damaged(folder, state) : [],
                InputPlaces.IsSeen(Path.GetFullPath(unseen.File, folder.Workspace)) ? null : unseen.Reason)
            { IsSpecificationLost = IsSpecificationLost(state) };
        var damaged = OfficialFiles.Damaged(folder, state);
        // The list of inputs is itself an official file: damaged, it comes again with the cohort, which must then be the same.
        var listed = damaged.Any(damage => damage.Job == RunPlan.CohortJob) ? null : state.CohortFolder(folder);
        return new Seen(order, asker, damaged, listed is null ? null : FirstChange(listed, (order as RunMessages.Resubmit)?.Specification))
        {
            IsSpecificationLost = IsSpecificationLost(state),
        };
    }

    private bool IsSpecificationLost(RunState state) => !File.Exists(folder.Specification) || File.ReadAllText(folder.Specification) != state.Specification;

    private static string? FirstChange(string cohort, RunSpecification? now) => InputFiles.Verify(cohort, now) is { } change
        ? $"{change} since the run of this specification began. Put the file back to go on, or start another run with --new."
        : null;
}
