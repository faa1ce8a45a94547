using Akka.Actor;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>Owns the fusion stage: asks for the XGBoost job, and is done when its result is official.</summary>
internal sealed class FusionActor : ReceiveActor
{
    public FusionActor() => Receive<StageProtocol.Official>(now =>
    {
        var fusion = RunPlan.Fusion(now.Run, now.Specification);
        Sender.Tell(now.Run.AllOfficial(fusion) ? new StageProtocol.Finished(RunStage.Fusion) : new StageProtocol.Request(fusion));
    });
}
