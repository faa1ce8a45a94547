using AxSpa.Pipeline.Specification;

namespace AxSpa.Models.Training;

/// <summary>Which epoch is best so far. The rule of choice and of stopping, without any network.</summary>
/// <param name="Epoch">From 1; 0: none yet.</param>
internal sealed record BestEpoch(int Epoch, ValidationScore? Score)
{
    public static readonly BestEpoch None = new(0, null);

    /// <summary>Better is a higher AUROC, and at equal AUROC (or without one) a lower loss; by loss, a lower loss alone.</summary>
    public bool IsBeatenBy(ValidationScore score, CheckpointCriterion by)
    {
        if (Score is null)
            return true;
        if (by == CheckpointCriterion.Auroc && (score.Auroc, Score.Auroc) is ({ } fresh, { } best) && fresh != best)
            return fresh > best;
        return score.Loss < Score.Loss;
    }

    /// <summary>True when <paramref name="patience"/> epochs have passed without a better one.</summary>
    public bool EndsTrainingAt(int epoch, int patience) => epoch - Epoch >= patience;
}
