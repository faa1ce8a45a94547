using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Models.Training;

/// <summary>What training needs to know that both branches have under the same names.</summary>
internal sealed record LearningOptions(int Epochs, int Patience, int BatchSize, double LearningRate, double WeightDecay, CheckpointCriterion ChooseBy)
{
    /// <exception cref="ArgumentException">The specification has no such branch.</exception>
    public static LearningOptions Of(RunSpecification specification, Branch branch) => (branch, specification) switch
    {
        (Branch.Mri, { Mri: { } o }) => new(o.Epochs, o.Patience, o.BatchSize, o.LearningRate, o.WeightDecay, o.ChooseBy),
        (Branch.Clinical, { Clinical: { } o }) => new(o.Epochs, o.Patience, o.BatchSize, o.LearningRate, o.WeightDecay, o.ChooseBy),
        _ => throw new ArgumentException($"The run has no {branch} branch.", nameof(branch)),
    };
}
