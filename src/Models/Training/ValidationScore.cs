using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Folds;

namespace AxSpa.Models.Training;

/// <summary>How good a network is on the validation patients.</summary>
/// <param name="Loss">Mean weighted cross-entropy per patient, with the weights of training.</param>
/// <param name="Auroc">Null where the validation patients are of one class.</param>
internal sealed record ValidationScore(double Loss, double? Auroc)
{
    /// <returns>A loss that is not a number when a score is not finite.</returns>
    public static ValidationScore Of(PatientScore[] scores, ClassWeights weights)
    {
        if (scores.Any(score => !double.IsFinite(score.Logit)))
            return new(double.NaN, null);
        var loss = 0.0;
        foreach (var score in scores)
            loss += weights.Of(score.IsCase) * SoftPlus(score.IsCase ? -score.Logit : score.Logit);
        return new(loss / scores.Length, Pipeline.Evaluation.Auroc.Of(
            Array.ConvertAll(scores, score => score.IsCase), Array.ConvertAll(scores, score => score.Logit)));
    }

    // log(1 + exp(x)) without overflow.
    private static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
