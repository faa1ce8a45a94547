using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs;

/// <summary>Owns the fusion stage: what the folds learned is fused, and handed over to be evaluated.</summary>
internal sealed class FusionActor() : StageActor(RunStage.Fusion);
