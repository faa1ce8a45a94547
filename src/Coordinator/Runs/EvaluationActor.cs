using Akka.Actor;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>Owns the evaluation stage: fans the bootstrap out in shards, has the models explained beside it and, when all are there, reported.</summary>
internal sealed class EvaluationActor : ReceiveActor
{
    public EvaluationActor() => Receive<StageProtocol.Official>(now =>
    {
        var evaluation = RunPlan.Evaluation(now.Run, now.Specification);
        if (!now.Run.AllOfficial(evaluation))
        {
            Sender.Tell(new StageProtocol.Request(evaluation));
            return;
        }
        var report = RunPlan.Report(now.Run, now.Specification);
        Sender.Tell(now.Run.AllOfficial(report) ? new StageProtocol.Finished(RunStage.Evaluation) : new StageProtocol.Request(report));
    });
}
