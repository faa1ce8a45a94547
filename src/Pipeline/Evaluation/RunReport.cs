using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Repeats;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>All figures of a run, from predictions that nothing will change any more.</summary>
public static class RunReport
{
    /// <summary>Which models are compared, the first less the second, by their names.</summary>
    internal static IEnumerable<(string First, string Second)> Pairs(FitSummary fit) =>
        PredictorRegistry.Pairs(fit.Models.Select(one => one.Model)).Select(pair => (pair.First.Key, pair.Second.Key));

    /// <param name="bootstrap">Merged draws of <see cref="RunPopulations"/> of the same table.</param>
    /// <param name="subgroups">Null: the cohort has none.</param>
    /// <param name="shap">The fusion's contributions; null without a fusion.</param>
    /// <param name="randomSeed">The run's, for the curves' bands.</param>
    /// <param name="repeats">The predictions of every repeat, where the cross-validation was repeated; the first is <paramref name="table"/>.</param>
    public static EvaluationReport Of(
        PredictionTable table, FitSummary fit, SubgroupTable? subgroups, BootstrapResult bootstrap, ShapTable? shap, string? splitHash,
        EvaluationOptions options, ulong randomSeed, IReadOnlyList<PredictionTable>? repeats = null)
    {
        var populations = RunPopulations.Of(table, fit, subgroups);
        var figures = Evaluator.Figures(populations, bootstrap, [.. Pairs(fit)], options.DecisionThresholds, randomSeed);
        return new EvaluationReport(
            EvaluationReport.ResearchUseOnly, bootstrap.Confidence, bootstrap.Draws, splitHash, Models(fit, options.Threshold), fit.Rounds,
            [.. figures.Where(one => one.Group is null)], SubgroupPerformance.Of(figures), shap is null ? [] : [.. FeatureImportance.Of(shap)],
            ReportNotes.Of(table, fit))
        {
            Repeats = RepeatPerformance.Of(repeats ?? [], bootstrap.Confidence),
        };
    }

    private static ImmutableArray<ModelSummary> Models(FitSummary fit, ThresholdRule rule)
    {
        var how = rule.Sensitivity is { } least ? FormattableString.Invariant($"the highest with a sensitivity of {least:0.##} or more") : "Youden's";
        return
        [
            .. fit.Models.Select(model => new ModelSummary(
                model.Model.Key, model.Model.Title, model.NotAvailable, model.Calibration, model.Threshold,
                model.NotAvailable is not null ? null : $"{how}, on {PredictorRegistry.Of(model.Model).ChosenOn}")),
        ];
    }
}
