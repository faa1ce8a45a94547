using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Fusion.Methods;

/// <summary>
/// A way to fuse the branches: fitted on the out-of-fold table, cross-fitted over the run's own folds, a predictor of its own in every table and picture.
/// </summary>
public abstract class FusionMethod
{
    public abstract PredictorId Predictor { get; }

    /// <summary>For people, in reports and figures: <c>Late-fusion</c>.</summary>
    public abstract string Title { get; }

    /// <summary>In every figure, as <see cref="Branches.BranchDefinition.Colour"/>.</summary>
    public abstract string Colour { get; }

    /// <summary>The file of the fitted model among the fusion job's, and in a bundle.</summary>
    public abstract string FileName { get; }

    public abstract bool IsAskedFor(FusionOptions options);

    /// <summary>What the report's methods say of it, in sentences; null: they have a paragraph of its own.</summary>
    public virtual string? Methods(FusionOptions options) => null;

    /// <summary>What the report shows of the fitted model besides its figures; null: nothing.</summary>
    /// <param name="content">Of the run's own file.</param>
    public virtual FusionTable? Table(byte[] content) => null;

    /// <param name="boosting">For methods that grow trees.</param>
    public abstract FusedModel Fit(FusionTask task, IGradientBoosting boosting);

    /// <summary>The fitted model from its file, which may be anybody's.</summary>
    /// <param name="features">The columns of the rows that it will be asked about.</param>
    /// <exception cref="RefusedInputException">The file is no such model, or one of other features; says which field.</exception>
    public abstract IFusionPredictor Read(byte[] content, ImmutableArray<string> features);
}

/// <summary>A table of a fitted fusion, for people.</summary>
/// <param name="Rows">[row][column]</param>
/// <param name="Remarks">Below it.</param>
public sealed record FusionTable(string Title, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, ImmutableArray<string> Remarks);

/// <summary>A fusion as fitted.</summary>
/// <param name="Margins">[patient of the cohort] log-odds: cross-fitted for train.</param>
/// <param name="Calibration">Fitted on the cross-fitted log-odds of train, as the threshold is chosen on them.</param>
/// <param name="Content">Of <see cref="FusionMethod.FileName"/>.</param>
public record FusedModel(double[] Margins, PlattScaling Calibration, double Threshold, byte[] Content)
{
    /// <summary>Calibrates cross-fitted log-odds, and chooses the threshold on them.</summary>
    public static (PlattScaling Calibration, double Threshold) Calibrate(FusionTask task, double[] crossFitted)
    {
        var calibration = PlattScaling.Fit(task.IsCase, crossFitted);
        return (calibration, DecisionThreshold.Choose(task.ThresholdRule, task.IsCase, [.. crossFitted.Select(calibration.Probability)]));
    }
}
