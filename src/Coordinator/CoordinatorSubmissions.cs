using System.Globalization;
using Akka.Actor;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>Specifications that are handed in, and orders of which somebody only wants to know what they would do.</summary>
public sealed partial class CoordinatorActor
{
    private void OnSubmit(RunProtocol.SubmitRun submit)
    {
        if (Read(submit) is not { } specification)
            return;
        var key = RunKey.Of(specification);
        if (!submit.Another && _index.Reusable(key) is { } known)
            RunOf(known.Run).Forward(new RunMessages.Resubmit(specification, submit.Until));
        else
            Begin(submit, specification, key, Sender);
    }

    /// <returns>Null: it cannot be used, and the sender was told why.</returns>
    private RunSpecification? Read(RunProtocol.SubmitRun submit)
    {
        try
        {
            var specification = RunYaml.Parse(submit.Specification, "the submitted specification", _workspace);
            var asked = specification.Resources;
            return specification with { Resources = asked with { Priority = submit.Priority ?? asked.Priority, MaxSlots = submit.MaxSlots ?? asked.MaxSlots } };
        }
        catch (RefusedInputException refused)
        {
            Sender.Tell(new RunProtocol.Refused(refused.Message));
            return null;
        }
    }

    private void OnRehearse(RunProtocol.Rehearse rehearse)
    {
        switch (rehearse.Order)
        {
            case RunProtocol.SubmitRun submit when Read(submit) is { } specification:
                var known = submit.Another ? null : _index.Reusable(RunKey.Of(specification));
                Sender.Tell(known is null ? new RunProtocol.RunAccepted(new RunId(""), RunProtocol.Acceptance.Started)
                    : new RunProtocol.RunAccepted(known.Run, known.Status == RunStatus.Running ? RunProtocol.Acceptance.Resumed : RunProtocol.Acceptance.AlreadyFinished));
                break;
            case RunProtocol.DeleteRun delete:
                RehearseDelete(delete.Run);
                break;
            case QueueProtocol.MoveRun move:
                OnMove(move, isRehearsal: true);
                break;
            case NodeOrders.NodeOrder order:
                Sender.Tell(_index.Nodes.On(order, Now).Answer);
                break;
            case RunProtocol.RunOrder order:
                ToRun(order.Run, rehearse);
                break;
        }
    }

    private void Begin(RunProtocol.SubmitRun submit, RunSpecification specification, string key, IActorRef sender)
    {
        var now = Now;
        var id = new RunId(string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..4]}"));
        Remember(new IndexEvents.RunIndexed(new RunEvents.Submitted(id, key, specification.Name, TextOf(submit, specification), submit.Until, now)), () =>
        {
            RunOf(id);
            sender.Tell(new RunProtocol.RunAccepted(id, RunProtocol.Acceptance.Started));
        });
    }

    private static string TextOf(RunProtocol.SubmitRun submit, RunSpecification specification) =>
        submit is { Priority: null, MaxSlots: null } ? submit.Specification : RunYaml.Write(specification);
}
