using System.Globalization;
using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Coordinator.Runs;

/// <summary>The one of the later stages that a run is in, and the actor that owns it.</summary>
internal sealed class LaterStages(IUntypedActorContext context)
{
    private int _begun;
    private IActorRef? _actor;
    private StageOwners.Owner _owner = StageOwners.All[0];

    /// <summary>Tells the stage what is official now; its answer comes to the run as a message.</summary>
    public void Ask(RunState run, RunSpecification specification) =>
        (_actor ??= context.ActorOf(_owner.Props, NewName())).Tell(new StageProtocol.Official(run, specification), context.Self);

    /// <summary>What a stage that was left behind still says was computed from results that have changed since.</summary>
    public bool IsCurrent(IActorRef stage) => stage.Equals(_actor);

    /// <summary>Something that the stages build on was withdrawn: they look at the run afresh, from the first one.</summary>
    public void BeginAgain() => HandTo(StageOwners.All[0]);

    /// <summary>The stage hands the run over to the next one.</summary>
    /// <returns>Whether there is one, as far as the run goes.</returns>
    public bool GoOnAfter(RunStage finished, RunStage until)
    {
        if (StageOwners.After(finished, until) is not { } next)
            return false;
        HandTo(next);
        return true;
    }

    private void HandTo(StageOwners.Owner owner)
    {
        if (_actor is not null)
            context.Stop(_actor);
        (_actor, _owner) = (null, owner);
    }

    /// <summary>A name is free again only when its last bearer has stopped, which takes a moment.</summary>
    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"{_owner.Name}-{++_begun}");
}
