using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Deployment.Recalibration;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Deployment;

/// <summary>The figures of a frozen model on patients of another cohort, by the same computation as a run's own.</summary>
public static class ExternalReport
{
    private const string Frozen = "as frozen in the run";

    /// <summary>A longer name of a cohort would not fit above a picture.</summary>
    private const int LongestName = 24;

    /// <param name="answers">With the true labels.</param>
    /// <param name="honest">Cross-fitted recalibrated probabilities by row; empty where nothing was recalibrated.</param>
    /// <param name="draws">Of the bootstrap.</param>
    public static EvaluationReport Of(
        FrozenModel model, string cohort, PredictionTable answers, Recalibration.Recalibration? recalibration,
        ImmutableDictionary<PredictorId, double[]> honest, int draws)
    {
        var (options, seed) = (model.Specification.Evaluation, model.Specification.RandomSeed);
        var populations = Populations(model, cohort, answers, recalibration, honest);
        var bootstrap = BootstrapMerge.Whole(populations, seed, draws, options.Confidence);
        (string, string)[] pairs = [.. RunReport.Pairs(model.Fit), .. honest.Keys.Order().Select(one => (NameRecalibrated(one), one.Key))];
        return new EvaluationReport(
            EvaluationReport.ResearchUseOnly, options.Confidence, draws, model.Manifest.SplitSha256, [.. Summaries(model, recalibration)], model.Fit.Rounds,
            Evaluator.Figures(populations, bootstrap, pairs, options.DecisionThresholds, seed),
            [], [], Notes(cohort, recalibration));
    }

    /// <summary>The report as it would be without, or only with, what was recalibrated: for pictures, which six models would crowd.</summary>
    public static EvaluationReport Only(this EvaluationReport report, bool recalibrated)
    {
        HashSet<string> names = [.. PredictorRegistry.All.Select(model => recalibrated ? NameRecalibrated(model.Id) : model.Id.Key)];
        return report with
        {
            Models = [.. report.Models.Where(model => names.Contains(model.Name))],
            Populations =
            [
                .. report.Populations.Select(population => population with
                {
                    Models = [.. population.Models.Where(model => names.Contains(model.Model))],
                    Curves = population.Curves is { } curves ? curves with { Models = [.. curves.Models.Where(model => names.Contains(model.Model))] } : null,
                }),
            ],
        };
    }

    public static string NameRecalibrated(PredictorId model) => $"{model.Key}_recalibrated";

    private static IEnumerable<ModelSummary> Summaries(FrozenModel model, Recalibration.Recalibration? recalibration)
    {
        foreach (var fit in model.Fit.Models)
            yield return new ModelSummary(
                fit.Model.Key, fit.Model.Title, fit.NotAvailable, fit.Calibration, fit.Threshold, fit.NotAvailable is null ? Frozen : null);
        foreach (var (one, map) in recalibration?.Models.Select(one => (one.Model, one.Map)) ?? [])
            yield return new ModelSummary(NameRecalibrated(one), TitleRecalibrated(one), null, map.Logistic, map.Apply(model.Fit[one].Threshold!.Value), null);
    }

    private static string TitleRecalibrated(PredictorId model) => $"{model.Title}, recalibrated here";

    private static List<EvaluatedPopulation> Populations(
        FrozenModel model, string cohort, PredictionTable answers, Recalibration.Recalibration? recalibration,
        ImmutableDictionary<PredictorId, double[]> honest)
    {
        var models = answers.Models;
        var all = Enumerable.Range(0, answers.Rows.Length).ToArray();
        var (complete, anyone) = (all.Where(row => models.Count > 0 && models.All(one => answers.Rows[row][one] is not null)).ToArray(),
            all.Where(row => models.Any(one => answers.Rows[row][one] is not null)).ToArray());
        var without = anyone.Where(row => !answers.Rows[row].HasMri).ToArray();
        var populations = new List<EvaluatedPopulation>();
        var both = model.Fit.Has(PredictorId.Mri)
            && model.Fit.Models.Any(one => one.NotAvailable is null && PredictorRegistry.Of(one.Model).Branch is { } branch
                && BranchRegistry.Of(branch).Input != BranchInput.Scans);
        if (complete.Length > 0)
            populations.Add(Judged("complete", complete.Length == anyone.Length ? "all patients" : both ? "patients with both modalities" : "patients with MRI",
                complete, Evidence.Complete));
        if (both && without.Length > 0)
        {
            if (complete.Length > 0) populations.Add(Judged("everyone", "all patients", anyone, Evidence.Everyone));
            populations.Add(Judged("without-mri", "patients without MRI", without, Evidence.WithoutMri));
        }
        return populations;

        EvaluatedPopulation Judged(string key, string who, int[] rows, Evidence evidence) => new(
            $"external/{key}", $"{(cohort.Length <= LongestName ? cohort : cohort[..(LongestName - 1)] + "…")}, {who}",
            [.. rows.Select(row => answers.Rows[row].IsCase)], EvaluatedPopulation.EachItsOwn(rows.Length),
            [
                .. answers.Predictors.Select(one => Judge(one, rows, one.Key, one.Title, model.Fit[one].Threshold, row => answers.Rows[row][one]!.Probability)),
                .. recalibration?.Models.Select(one => Judge(one.Model, rows, NameRecalibrated(one.Model), TitleRecalibrated(one.Model),
                    one.Map.Apply(model.Fit[one.Model].Threshold!.Value), row => honest[one.Model][row])) ?? [],
            ])
        { Evidence = evidence };

        // Decisions stay those of the frozen threshold: a map that never falls moves both alike.
        EvaluatedModel Judge(PredictorId one, int[] rows, string name, string title, double? threshold, Func<int, double> probability) =>
            models.Contains(one) && rows.All(row => answers.Rows[row][one] is not null)
                ? new EvaluatedModel(name, title,
                    new ThresholdedScores([.. rows.Select(probability)], [.. rows.Select(row => answers.Rows[row][one]!.Positive)], threshold!.Value), null)
                : new EvaluatedModel(name, title, null, model.Fit[one].NotAvailable ?? $"some of these patients have no {RunPopulations.MissingFor(one)}");
    }

    private static ImmutableArray<string> Notes(string cohort, Recalibration.Recalibration? recalibration) =>
    [
        $"External validation on the cohort '{cohort}': preprocessing, fold models, fusion, calibration and thresholds are those of the run, and nothing was "
        + $"fitted on these patients{(recalibration is null ? "" : " but the recalibration")}.",
        .. recalibration is null ? Array.Empty<string>() :
        [
            $"'Recalibrated here' was fitted on this cohort's labels ({recalibration.Method.ToString().ToLowerInvariant()}). Its figures are cross-fitted: "
            + "each patient has the probability of a map fitted on the other nine tenths. They say what recalibration could give here, not "
            + "that the model holds here.",
            .. from one in recalibration.Models
               where one.Map.Logistic?.Warning is not null
               select $"{TitleRecalibrated(one.Model)}: {one.Map.Logistic!.Warning}.",
        ],
        "The thresholds were chosen in the run. Predictive values depend on how many cases there are here; compare them with the share of cases "
        + "in training (shift.txt).",
    ];
}
