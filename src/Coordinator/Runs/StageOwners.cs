using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs;

/// <summary>The stages that have an actor of their own, in their order; what comes before them the run asks for itself.</summary>
internal static class StageOwners
{
    /// <param name="Name">Of the actor, in paths.</param>
    internal sealed record Owner(RunStage Stage, string Name, Props Props);

    public static ImmutableArray<Owner> All { get; } =
    [
        new(RunStage.Fusion, "fusion", Props.Create<FusionActor>()),
        new(RunStage.Evaluation, "evaluation", Props.Create<EvaluationActor>()),
    ];

    public static RunStage First => All[0].Stage;

    /// <returns>Null: none, as far as the run goes.</returns>
    public static Owner? After(RunStage finished, RunStage until) => All.FirstOrDefault(owner => owner.Stage > finished && owner.Stage <= until);
}
