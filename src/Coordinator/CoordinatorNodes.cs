using Akka.Actor;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>What people order about GPU nodes: it rests in the index, so it holds for every later coordinator and for every life of the node.</summary>
public sealed partial class CoordinatorActor
{
    private void OnNodeOrder(NodeOrders.NodeOrder order)
    {
        var (sender, decision) = (Sender, _index.Nodes.On(order, Now));
        if (decision.Happened is null)
        {
            sender.Tell(decision.Answer);
            return;
        }
        Remember(decision.Happened, () =>
        {
            // Before the answer: whoever has that finds nothing more placed there.
            _placement.Tell(new PlacementActor.NewTerms(_index.Nodes));
            sender.Tell(decision.Answer);
        });
    }

    /// <summary>What a drained node still runs when its time is over; asked at each of its reports, so it needs no clock that outlives a coordinator.</summary>
    private void MoveWhatIsDrained(NodeProtocol.NodeReport report)
    {
        if (_index.Nodes.Of(report.Node)?.Drain?.MoveAt is not { } at || at > Now)
            return;
        foreach (var run in report.Slots.Select(slot => slot.Running).OfType<AttemptId>().Select(attempt => attempt.Run).Distinct().Where(IsOpen))
            _awake.Tell(run, new RunMessages.MoveOff(report.Node), Sender);
    }
}
