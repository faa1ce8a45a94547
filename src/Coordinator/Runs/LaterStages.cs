using System.Globalization;
using Akka.Actor;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>The one of the two later stages that a run is in, and the actor that owns it.</summary>
internal sealed class LaterStages(IUntypedActorContext context)
{
    private int _begun;
    private IActorRef? _actor;
    private RunStage _stage = RunStage.Fusion;

    /// <summary>Tells the stage what is official now; its answer comes to the run as a message.</summary>
    public void Ask(RunState run, RunSpecification specification) =>
        (_actor ??= Begin()).Tell(new StageProtocol.Official(run, specification), context.Self);

    /// <summary>What a stage that was left behind still says was computed from results that have changed since.</summary>
    public bool IsCurrent(IActorRef stage) => stage.Equals(_actor);

    /// <summary>Something that the stages build on was withdrawn: they look at the run afresh, from the first one.</summary>
    public void BeginAgain()
    {
        if (_actor is not null)
            context.Stop(_actor);
        (_actor, _stage) = (null, RunStage.Fusion);
    }

    /// <summary>The stage is finished.</summary>
    /// <returns>Whether another one follows.</returns>
    public bool GoOnAfter(RunStage finished, RunStage until)
    {
        if (finished != RunStage.Fusion || until < RunStage.Evaluation)
            return false;
        if (_stage == RunStage.Fusion)
        {
            context.Stop(_actor);
            (_actor, _stage) = (null, RunStage.Evaluation);
        }
        return true;
    }

    private IActorRef Begin() => _stage == RunStage.Fusion
        ? context.ActorOf(Props.Create<FusionActor>(), Named("fusion"))
        : context.ActorOf(Props.Create<EvaluationActor>(), Named("evaluation"));

    /// <summary>A name is free again only when its last bearer has stopped, which takes a moment.</summary>
    private string Named(string stage) => string.Create(CultureInfo.InvariantCulture, $"{stage}-{++_begun}");
}
