using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Runs;
using AxSpa.Hosting;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Coordinator;

/// <summary>
/// Runs that go for good. First the event that the run is nobody's any more, then its folder, then the event that it is gone: whoever
/// dies in between, the next coordinator goes on where the journal says.
/// </summary>
public sealed partial class CoordinatorActor
{
    private readonly Dictionary<RunId, RunRemoval> _removals = [];

    private void ReceiveDeletions()
    {
        Command<RunProtocol.DeleteRun>(delete => OnDelete(delete.Run));
        Command<RunRemoval.Done>(done =>
        {
            if (_index.Deleting.Contains(done.Run))
                Context.WatchWith(Context.ActorOf(Props.Create(() => new RunEraser(done.Run))), new RunEraser.Ended(done.Run));
        });
        Command<RunEraser.Erased>(erased =>
        {
            if (_index.Deleting.Contains(erased.Run))
                Remember(new IndexEvents.RunDeleted(erased.Run, Now));
        });
        Command<RunEraser.Ended>(ended =>
        {
            if (_index.Deleting.Contains(ended.Run))
                TryAgainLater(ended.Run);
        });
        Command<RunRemoval.Counted>(counted => _removals[counted.Run].Note(counted));
        Command<RunRemoval.Failed>(failed =>
        {
            _removals[failed.Run].Note(failed);
            TryAgainLater(failed.Run);
        });
        Command<RunRemoval.TryAgain>(again => _removals[again.Run].Begin(Self, _index.Deleting));
    }

    private void TryAgainLater(RunId run) => Timers.StartSingleTimer($"remove-{run}", new RunRemoval.TryAgain(run), RunRemoval.TryAgainAfter);

    private void OnDelete(RunId run)
    {
        var sender = Sender;
        if (_index.Deleted.Contains(run))
            sender.Tell((_removals.TryGetValue(run, out var removed) ? removed.Now : new RunProtocol.Deletion(run, true, 0, 0, null)) with
            { IsFinished = true });
        else if (_index.Deleting.Contains(run))
            sender.Tell(_removals[run].Now);
        else if (WhyItStays(run) is { } why)
            sender.Tell(new RunProtocol.Refused(why));
        else
            Remember(new IndexEvents.RunDeleting(run, Now), () =>
            {
                if (_awake.ActorOf(run) is { } actor)
                    Context.Stop(actor);
                Remove(run);
                sender.Tell(_removals[run].Now);
            });
    }

    private string? WhyItStays(RunId run) => _index.Find(run) switch
    {
        null => $"There is no run {run}. 'run list' shows them all.",
        { Status: RunStatus.Running } => $"Run {run} is running; only a run that has ended can be deleted. 'run cancel {run}' ends it.",
        _ => null,
    };

    private void Remove(RunId run)
    {
        DeleteSnapshotsOf(run);
        _removals[run] = new RunRemoval(new RunFolder(_workspace, run), _disk);
        _removals[run].Begin(Self, _index.Deleting);
    }

    /// <summary>What would go is counted by the disk worker: on a share that takes its time.</summary>
    private void RehearseDelete(RunId run)
    {
        var (sender, folder) = (Sender, new RunFolder(_workspace, run));
        if (WhyItStays(run) is { } why)
            sender.Tell(new RunProtocol.Refused(why));
        else
            _disk.Do(DiskLane.Questions, null, sender,
                store => Measured(store, folder), trouble => new RunProtocol.Refused($"{folder.Root} cannot be read: {trouble.Message}"));
    }

    private static RunProtocol.RunChanged Measured(IWorkspaceStore store, RunFolder folder)
    {
        var (files, bytes) = RunRemoval.Measure(store.List(RunRemoval.NameOf(folder)));
        var volumes = RunVolumes.OnlyOf(store, folder, ImmutableHashSet<RunId>.Empty);
        var others = volumes.IsEmpty ? "" : $", and {PlainText.Bytes(RunRemoval.Measure(volumes).Bytes)} of prepared volumes that no other run names";
        return new RunProtocol.RunChanged(folder.Run, "measured",
            $"{PlainText.Count(files, "file")}, {PlainText.Bytes(bytes)}, in {folder.Root}{others}; the journal keeps that the run was there");
    }

    /// <summary>Somebody still computes for a run that is gone, as after a long partition: it must stop before it writes anything.</summary>
    private void StopWhatIsDeleted(NodeProtocol.NodeReport report)
    {
        foreach (var attempt in report.Slots.Select(slot => slot.Running).OfType<AttemptId>())
            if (_index.Deleted.Contains(attempt.Run) || _index.Deleting.Contains(attempt.Run))
                Sender.Tell(new NodeProtocol.CancelAttempt(attempt, long.MaxValue)); // newer than whatever granted it
    }
}
