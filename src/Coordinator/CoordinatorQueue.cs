using Akka.Actor;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>What people ask and order about the queue, as far as one run alone does not know the answer.</summary>
public sealed partial class CoordinatorActor
{
    private void OnListQueue() => _placement.Forward(new PlacementActor.ShowQueue([.. _index.Open.Select(run => (run.Run, run.Name))]));

    /// <summary>The run that it is to stand before must be open, and known by now with its priority.</summary>
    private void OnMove(QueueProtocol.MoveRun move, bool isRehearsal)
    {
        if (move.Before is not { } before)
            ToRun(move.Run, new RunMessages.Move(move.Place, null, isRehearsal));
        else if (!IsOpen(before))
            Sender.Tell(new RunProtocol.Refused($"Run {before} waits for nothing: there is no such run, or it has ended. 'queue list' shows those that wait."));
        else if (_awake.Summary(before) is not { } summary)
            Sender.Tell(new RunProtocol.Refused($"Run {before} is being read from its journal just now; try again in a moment."));
        else
            ToRun(move.Run, new RunMessages.Move(move.Place, (before, summary.Priority), isRehearsal));
    }
}
