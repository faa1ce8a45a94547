using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs;

/// <summary>Owns the evaluation stage: the bootstrap fanned out in shards, the models explained beside it and, when all are there, the report.</summary>
internal sealed class EvaluationActor() : StageActor(RunStage.Evaluation);
