using System.Text.Json.Serialization;

namespace AxSpa.Models.Training;

/// <summary>The description of one checkpoint, written after its files: without it, or if a hash differs, the checkpoint does not count.</summary>
/// <param name="JobIdentity">What the weights belong to; another job never continues from them.</param>
/// <param name="Machine">Instruction set and Torch version: a resume on another kind may differ in the last digits, and warns.</param>
/// <param name="Tensors">File name and SHA-256 of the weights and the optimizer's moments.</param>
/// <param name="BestWeights">The same of the best epoch's weights.</param>
internal sealed record Checkpoint(
    string JobIdentity, string Machine, TrainingState State, long OptimizerSteps, Checkpoint.Part Tensors, Checkpoint.Part BestWeights)
{
    public sealed record Part(string File, string Sha256);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
