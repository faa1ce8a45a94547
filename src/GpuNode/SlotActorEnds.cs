using Akka.Actor;
using Akka.Event;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>How an attempt comes to its end: by itself, because it is not wanted any more, or with what it finished kept for the next one.</summary>
internal sealed partial class SlotActor
{
    private void OnCancel(Cancel cancel)
    {
        if (_view.Running != cancel.Attempt)
            return;
        var end = new TrainerLine.Failed(FailureKind.Cancelled, cancel.KeepFor ?? "The attempt was cancelled.");
        if (cancel.KeepFor is null)
            EndWith(end, restart: true);
        else
            PartWith(end);
    }

    /// <summary>Whoever goes on with the attempt need not wait until this node is missed.</summary>
    private void OnLeave()
    {
        _leaves = true;
        Timers.CancelAll();
        if (_view.Running is not null)
        {
            PartWith(new TrainerLine.Failed(FailureKind.Lost, "Its node was ended in order."));
            return;
        }
        StopTrainer();
        Become(Left);
    }

    /// <summary>A fold brings its last finished epoch to disk and ends itself; what has no epochs, or takes too long, is ended.</summary>
    private void PartWith(TrainerLine.Failed end)
    {
        var isAsked = _parting is not null;
        _parting = end;
        if (_job?.Kind != JobKind.TrainFold)
        {
            EndWith(end, restart: true);
            return;
        }
        if (!isAsked)
            _trainer?.Stop();
        if (!Timers.IsTimerActive("grace"))
            Timers.StartSingleTimer("grace", new GraceOver(_view.Running!), _options.KeepWithin);
    }

    private void OnGraceOver(AttemptId attempt)
    {
        if (_view.Running != attempt || _parting is not { } end)
            return;
        _log.Warning("Slot {Slot}: {Attempt} did not end within {GraceSeconds} s and was ended; it goes on from the checkpoint before", _view.Index, attempt, _options.KeepWithin.TotalSeconds);
        EndWith(end, restart: true);
    }

    private TrainerLine.Failed DiedOf(int code) => code == Killed && _options.MemoryKills.Count() > _memoryKills
        ? new(FailureKind.OutOfMemory, "The kernel ended the trainer process because memory ran out on its machine or in its container.")
        : new(FailureKind.Crashed, $"The trainer process ended with code {code}. {string.Join(" | ", _lastLogLines)}".Trim());

    private void EndWith(TrainerLine last, bool restart)
    {
        var attempt = _view.Running!;
        Timers.Cancel("grace");
        _parting = null;
        if (_warnings > MostWarnings)
            _words?.LeftOut(_warnings - MostWarnings);
        _words?.Heard(last);
        if (restart || _leaves)
            StopTrainer();
        _view = _leaves ? Left : Idle(restart ? SlotStatus.Starting : SlotStatus.Free);
        // The end is told before the new state: a slot is never seen free while its result is still unknown.
        Context.Parent.Tell(new Ended(attempt, last));
        Context.Parent.Tell(new Changed(_view));
        if (restart && !_leaves)
            StartTrainer();
    }

    /// <summary>What it still says belongs to a life that is over.</summary>
    private void StopTrainer()
    {
        _life++;
        CloseGates();
        _trainer?.Dispose();
        _trainer = null;
    }

    private void CloseGates()
    {
        _lines?.Close();
        _errors?.Close();
    }

    private SlotView Left => Idle(SlotStatus.Broken, "the node is being ended");
}
