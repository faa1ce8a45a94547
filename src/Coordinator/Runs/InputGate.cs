using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AxSpa.Coordinator.Runs.Integrity;
using AxSpa.Hosting;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// A run that was begun earlier goes on only when the files it was begun with are still the same, and with results that are
/// still whole: this has both looked at by the disk worker, and keeps the run waiting until it has seen them.
/// </summary>
internal sealed class InputGate(RunFolder folder, DiskSession disk)
{
    /// <summary>Worker → run: a look at the disk came back.</summary>
    public sealed record Seen(Look Look, IActorRef Asker) : INoSerializationVerificationNeeded
    {
        /// <summary>Looks before this one, for the same.</summary>
        public int Tries { get; init; } = MostTries;
    }

    /// <summary>To itself: what a node has just written may be seen by now.</summary>
    public sealed record Again(Seen Before) : INoSerializationVerificationNeeded;

    /// <summary>A share that is mounted late, or a file that is put back, opens the gate by itself.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>After so long a result that does not verify is looked at again.</summary>
    public static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private const int MostTries = 3;

    private readonly HashSet<(LookOrder Order, IActorRef Asker)> _underway = [];

    public bool IsOpen { get; private set; }

    /// <summary>Somebody waits for what a look finds.</summary>
    public bool IsLooking => _underway.Count > 0;

    /// <summary>For people, while it is closed.</summary>
    public string WaitingFor { get; private set; } = "the input files and the results so far are being verified";

    public void Open() => IsOpen = true;

    public void StayClosed(string why) => WaitingFor = why;

    /// <summary>What the same asker asks again while it still waits for the answer is asked once.</summary>
    /// <param name="run">Gets what was <see cref="Seen"/>.</param>
    public void Look(RunState state, LookOrder order, IActorRef asker, IActorRef run)
    {
        if (_underway.Add((order, asker)))
            Begin(state, order, asker, run, tries: 0);
    }

    /// <summary>What a node has just written may take a moment to be seen through another machine's share.</summary>
    /// <returns>Whether it should be looked at once more before anything comes of it.</returns>
    public static bool IsTooSoon(Seen seen) => seen is { Look: { Unverified: not null, Away: null }, Tries: < MostTries };

    public void Look(RunState state, Again again, IActorRef run) => Begin(state, again.Before.Look.Order, again.Before.Asker, run, again.Before.Tries + 1);

    public void Forget(Seen seen) => _underway.Remove((seen.Look.Order, seen.Asker));

    private void Begin(RunState state, LookOrder order, IActorRef asker, IActorRef run, int tries) => disk.Do(
        order is LookOrder.Completed ? DiskLane.Questions : DiskLane.Long, null, run,
        store => new Seen(LookNow(store, state, order), asker) { Tries = tries },
        // Nothing was looked at, so that nothing comes of it: as with a workspace that is away.
        busy => new Seen(new Look(order, [], null) { Away = $"{folder.Workspace} cannot be looked at: {busy.Message}." }, asker));

    private Look LookNow(IWorkspaceStore store, RunState state, LookOrder order)
    {
        try
        {
            // A share that goes away under the look makes whole files look lost: what was seen counts only if it is there afterwards, too.
            var found = store.WhyAway() is null ? Found(store, state, order) : null;
            var away = store.WhyAway();
            return away is null && found is not null ? found : new Look(order, [], null) { Away = away ?? $"{folder.Workspace} was away for a moment." };
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            return new Look(order, [], $"The files of the run cannot be verified: {trouble.Message}") { Away = store.WhyAway() };
        }
    }

    private Look Found(IWorkspaceStore store, RunState state, LookOrder order)
    {
        var isSpecificationLost = !store.Holds(NameOf(folder.Specification), StoreReading.Bytes(state.Specification));
        if (order is LookOrder.NotVisible { Unseen: var unseen })
        {
            var isSeen = IsSeen(Path.GetFullPath(unseen.File, folder.Workspace));
            return new Look(order, unseen.IsInWorkspace ? OfficialFiles.Damaged(store, folder, state) : [], isSeen ? null : unseen.Reason)
            {
                IsSpecificationLost = isSpecificationLost,
            };
        }
        if (order is LookOrder.Completed { Result: var result })
            return new Look(order, [], null)
            {
                Unverified = result.Files.Select(file => OfficialFiles.Problem(store, file)).FirstOrDefault(problem => problem is not null),
                IsSpecificationLost = isSpecificationLost,
            };
        var damaged = OfficialFiles.Damaged(store, folder, state);
        // The list of inputs is itself an official file: damaged, it comes again with the cohort, which must then be the same.
        var listed = damaged.Any(damage => damage.Job == JobKinds.CohortJob) ? null : state.CohortFolder(folder);
        return new Look(order, damaged, listed is null ? null : FirstChange(store.PathOf(NameOf(listed)), (order as LookOrder.Resubmit)?.Specification))
        {
            IsSpecificationLost = isSpecificationLost,
        };
    }

    private StoreName NameOf(string path) => StoreName.In(folder.Workspace, path);

    /// <summary>A list of inputs is written again by the run itself, so it is nobody's fault that it is not there.</summary>
    private bool IsSeen(string path) => Path.GetDirectoryName(path) == folder.InputLists || InputPlaces.IsSeen(path);

    private static string? FirstChange(string cohort, RunSpecification? now) => InputFiles.Verify(cohort, now) is { } change
        ? $"{change} since the run of this specification began. Put the file back to go on, or start another run with --new."
        : null;
}
