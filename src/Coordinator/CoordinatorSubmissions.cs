using Akka.Actor;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Hosting;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>Specifications that are handed in, and orders of which somebody only wants to know what they would do.</summary>
public sealed partial class CoordinatorActor
{
    /// <summary>What was handed in was read, and its files lie where runs may read.</summary>
    /// <param name="Refusal">They do not, and why; null: they do.</param>
    private sealed record Readable(
        RunProtocol.SubmitRun Submit, RunSpecification Specification, bool IsRehearsal, IActorRef Asker, string? Refusal) : INoSerializationVerificationNeeded;

    /// <summary>
    /// A refusal is told before a run is begun. Looking at files is the disk worker's: a share that hangs must not hold up the cluster's coordinator.
    /// </summary>
    private void WhenReadable(RunProtocol.SubmitRun submit, bool isRehearsal)
    {
        if (Read(submit) is not { } specification)
            return;
        var (asker, roots) = (Sender, _roots);
        if (roots.IsAnywhere)
            OnReadable(new Readable(submit, specification, isRehearsal, asker, null));
        else
            _disk.Do(DiskLane.Questions, null, Self,
                _ => new Readable(submit, specification, isRehearsal, asker, SubmittedPlaces.Refusal(specification, roots)),
                busy => new Readable(submit, specification, isRehearsal, asker, busy.Message));
    }

    private void OnReadable(Readable readable)
    {
        var (submit, specification) = (readable.Submit, readable.Specification);
        var key = RunKey.Of(specification);
        var known = submit.Another ? null : _index.Reusable(key);
        if (readable.Refusal is { } refusal)
            readable.Asker.Tell(new RunProtocol.Refused(refusal));
        else if (readable.IsRehearsal)
            readable.Asker.Tell(known is null ? new RunProtocol.RunAccepted(new RunId(""), RunProtocol.Acceptance.Started)
                : new RunProtocol.RunAccepted(
                    known.Run, known.Status == RunStatus.Running ? RunProtocol.Acceptance.Resumed : RunProtocol.Acceptance.AlreadyFinished));
        else if (known is not null)
            _awake.Tell(known.Run, new RunMessages.Resubmit(specification, submit.Until), readable.Asker);
        else
            Begin(submit, specification, key, readable.Asker);
    }

    /// <returns>Null: it cannot be used, and the sender was told why.</returns>
    private RunSpecification? Read(RunProtocol.SubmitRun submit)
    {
        try
        {
            var specification = RunYaml.ParseAccepted(submit.Specification, "the submitted specification", _workspace);
            if (specification.Name.Length > MessageLimits.Name)
            {
                Sender.Tell(new RunProtocol.Refused($"The name of a run has at most {MessageLimits.Name} characters; this one has "
                    + $"{specification.Name.Length}. It stands in a line of every list."));
                return null;
            }
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
            case RunProtocol.SubmitRun submit:
                WhenReadable(submit, isRehearsal: true);
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
        var id = _index.FreeId(now, () => Guid.NewGuid().ToString("N")[..4]);
        Remember(new IndexEvents.RunIndexed(new RunEvents.Submitted(id, key, specification.Name, TextOf(submit, specification), submit.Until, now)), () =>
        {
            _awake.Wake(id);
            sender.Tell(new RunProtocol.RunAccepted(id, RunProtocol.Acceptance.Started));
        });
    }

    private static string TextOf(RunProtocol.SubmitRun submit, RunSpecification specification) =>
        submit is { Priority: null, MaxSlots: null } ? submit.Specification : RunYaml.Write(specification);
}
