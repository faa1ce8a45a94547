using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Branches;

/// <summary>What a run's specification says of one branch: what all of them have in common; each adds its own.</summary>
public abstract record BranchOptions
{
    public int Epochs { get; init; } = 30;

    /// <summary>Epochs without a better one after which training ends.</summary>
    public int Patience { get; init; } = 5;
    public int BatchSize { get; init; }
    public double LearningRate { get; init; }
    public double WeightDecay { get; init; }

    /// <summary>What the best epoch is best at.</summary>
    public CheckpointCriterion ChooseBy { get; init; } = CheckpointCriterion.Auroc;

    public static YamlValue<CheckpointCriterion> Criterion => YamlValues.Word(("auroc", CheckpointCriterion.Auroc), ("loss", CheckpointCriterion.Loss));
}
