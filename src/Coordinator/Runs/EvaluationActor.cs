using Akka.Actor;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>Owns the evaluation stage: fans the bootstrap out in shards and, when all are there, has them merged and reported.</summary>
internal sealed class EvaluationActor : ReceiveActor
{
    public EvaluationActor() => Receive<StageProtocol.Official>(now =>
    {
        var shards = RunPlan.Bootstrap(now.Run, now.Specification.Evaluation.Bootstrap);
        if (!now.Run.AllOfficial(shards))
        {
            Sender.Tell(new StageProtocol.Request(shards));
            return;
        }
        var report = RunPlan.Report(now.Run, now.Specification);
        Sender.Tell(now.Run.AllOfficial(report) ? new StageProtocol.Finished(RunStage.Evaluation) : new StageProtocol.Request(report));
    });
}
