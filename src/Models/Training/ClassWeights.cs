using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Models.Training;

/// <summary>What an example of each class counts in the loss: both classes together weigh the same, and the mean weight is 1.</summary>
internal sealed record ClassWeights(double Case, double Control)
{
    /// <param name="training">The fold's training patients only: weights from others would leak their prevalence.</param>
    /// <exception cref="RefusedInputException">All of them have the same label.</exception>
    public static ClassWeights Balanced(PreparedCohort cohort, ReadOnlySpan<int> training)
    {
        var cases = 0;
        foreach (var patient in training)
            cases += cohort.Patients[patient].IsCase ? 1 : 0;
        var controls = training.Length - cases;
        if (cases == 0 || controls == 0)
            throw new RefusedInputException($"The training patients of this fold are {cases} cases and {controls} controls; " +
                "a classifier needs both. Use fewer folds or a larger cohort.");
        return new(training.Length / (2.0 * cases), training.Length / (2.0 * controls));
    }

    public double Of(bool isCase) => isCase ? Case : Control;
}
