using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run does once its journal was read: begin, go on, or say that it has ended.</summary>
internal sealed partial class RunActor
{
    private void OnRecovered()
    {
        _telemetry.TookOver(Now);
        if (_state is null)
        {
            Begin();
            return;
        }
        if (!IsOpen)
        {
            // The index may have missed the end; telling it again changes nothing.
            Context.Parent.Tell(new RunMessages.Closed(_state.Id, _state.Status));
            AwaitSilence();
            return;
        }
        _attempts.Recover(_state);
        BeginTicks();
        LookFirst(LookOrder.TakeOver.Instance);
        Carry([new RunEvents.TookOver(_state.Generation + 1, Now)], LoseLeasesOfStrangers);
    }

    private void Begin()
    {
        if (_submitted is null)
        {
            BecomeUnreadable();
            return;
        }
        _inputs.Open();
        Carry([_submitted, new RunEvents.TookOver(1, Now)]);
    }

    /// <summary>After a recovery, leases of nodes that are no longer members are lost at once; the others get a full term to report themselves.</summary>
    private void LoseLeasesOfStrangers()
    {
        foreach (var gone in _attempts.Strangers(Cluster.Get(Context.System).State.Members.Select(member => NodeId.Of(member.UniqueAddress))))
            LoseLeases(_attempts.On(gone), $"node {gone} was gone when the coordinator came back");
    }

    /// <summary>The index has it as ended, and its own journal has nothing of it: somebody took a part of the journal away.</summary>
    private void BecomeUnreadable()
    {
        Context.GetLogger().Error("The journal has no events of run {Run}, which is in the list of runs; restore the journal from a backup", _id);
        AwaitSilence();
        Become(() =>
        {
            Command<ReceiveTimeout>(_ => BeginRest());
            Command<RunMessages.Rest>(_ => Context.Stop(Self));
            CommandAny(_ => Sender.Tell(new RunProtocol.Refused(
                $"The journal has no events of run {_id}, which is in the list of runs: a part of the journal is gone. "
                + $"Restore it from a backup; what was computed is in {_folder.Root}.")));
        });
    }
}
