using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Randomness;
using AxSpa.Support;

namespace AxSpa.Pipeline.Tests.Evaluation;

/// <summary>A made table of predictions; every fifth patient has no MRI.</summary>
internal static class MadePredictions
{
    public static PredictionTable Table(int patients, bool mri = true, bool test = true, bool clinical = true, double prevalence = 0.3)
    {
        var rows = Enumerable.Range(0, patients).Select(i =>
        {
            var stream = RandomStream.From(7, "made", i);
            var isCase = stream.NextDouble() < prevalence;
            var set = i % 10 < 6 || (!test && i % 10 < 8) ? PatientSet.Train : test && i % 10 < 8 ? PatientSet.Test : PatientSet.Validation;
            var scores = new ModelScore[3];
            for (var m = 0; m < 3; m++)
            {
                var raw = 1 / (1 + Math.Exp(-(stream.NextGaussian() + (isCase ? 0.5 + 0.5 * m : -1))));
                scores[m] = new ModelScore(raw, raw * 0.9, raw * 0.9 >= 0.4);
            }
            return ThreePredictors.Patient($"p{i:0000}", set, isCase,
                mri && i % 5 != 4 && i % 7 != 3 ? scores[0] : null, clinical ? scores[1] : null, clinical ? scores[2] : null);
        });
        return ThreePredictors.Table([.. rows]);
    }

    /// <summary>What a fusion job would have recorded beside the table.</summary>
    public static FitSummary Fit(PredictionTable table)
    {
        ModelFit Of(PredictorId model, string reason) => table.Models.Contains(model)
            ? new ModelFit(model, null, new PlattScaling(1, 0), 0.4)
            : new ModelFit(model, reason, null, null);
        return new FitSummary(
            [Of(PredictorId.Mri, "no MRI in this cohort"), Of(PredictorId.Clinical, "no clinical features in this cohort"),
                Of(PredictorId.Fusion, "only the MRI branch is present")],
            table.Models.Contains(PredictorId.Fusion) ? 37 : null, []);
    }

    public static ImmutableArray<EvaluatedPopulation> Populations(PredictionTable table, SubgroupTable? subgroups = null) =>
        RunPopulations.Of(table, Fit(table), subgroups);

    public static BootstrapResult Bootstrap(IEnumerable<EvaluatedPopulation> populations, int draws, ulong randomSeed = 42) =>
        BootstrapMerge.Merge([BootstrapShard.Compute(populations, randomSeed, new DrawRange(0, draws))], draws, 0.95);

    /// <summary>One model's say on rows of our choice, positive at 0.4.</summary>
    /// <param name="patient">Null: every row is a patient of its own.</param>
    public static EvaluatedPopulation Judged(bool[] isCase, double[] probability, int[]? patient = null) => new(
        "made", "Made", isCase, patient ?? EvaluatedPopulation.EachItsOwn(isCase.Length),
        [new EvaluatedModel("a", "A", ThresholdedScores.At(0.4, probability), null)]);

    public static EvaluatedPopulation Judged(int rows, bool ties)
    {
        var made = Table(2 * rows, mri: false).Rows.Take(rows).ToArray();
        return Judged([.. made.Select(row => row.IsCase)],
            [.. made.Select(row => ties ? Math.Round(row[PredictorId.Fusion]!.Probability, 1) : row[PredictorId.Fusion]!.Probability)]);
    }
}
