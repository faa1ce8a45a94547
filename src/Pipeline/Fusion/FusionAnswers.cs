using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// What a grown fusion says of patients it has not learned from: it is asked once per MRI fold model, each time with that model's
/// probability, and the answers are averaged. Without MRI it is asked once.
/// </summary>
/// <param name="mriFoldLogits">[fold][patient of the cohort] log-odds, NaN without a scan; null: the run has no MRI branch.</param>
internal sealed class FusionAnswers(FusionFeatures features, ImmutableArray<double[]>? mriFoldLogits, IFusionPredictor fusion)
{
    /// <param name="patients">Indices into the cohort.</param>
    /// <returns>[patients] log-odds before calibration.</returns>
    public double[] Margins(int[] patients)
    {
        var margins = new double[patients.Length];
        if (patients.Length == 0) return margins;
        var perFoldModel = PerFoldModel(patients);
        foreach (var rows in perFoldModel)
        {
            var answers = fusion.Margins(rows);
            for (var i = 0; i < margins.Length; i++) margins[i] += (double)answers[i] / perFoldModel.Length;
        }
        return margins;
    }

    /// <param name="values">[patients] rows of the features, for reading: what a figure shows beside a contribution.</param>
    public ShapTable Contributions(PreparedCohort cohort, int[] patients, FeatureMatrix values)
    {
        var perFoldModel = PerFoldModel(patients);
        var columns = features.Columns.Count;
        var mean = new double[patients.Length, columns + 1]; // the mean of additive vectors is additive for the mean margin
        foreach (var rows in perFoldModel)
        {
            var contributions = fusion.Contributions(rows);
            for (var row = 0; row < patients.Length; row++)
                for (var column = 0; column <= columns; column++)
                    mean[row, column] += (double)contributions[row, column] / perFoldModel.Length;
        }
        return new ShapTable(
            [.. features.Columns],
            [.. patients.Select((patient, row) => new ShapRow(
                cohort.Patients[patient].Id, cohort.Patients[patient].Set, mean[row, columns],
                [.. values.Row(row)], [.. Enumerable.Range(0, columns).Select(column => mean[row, column])]))]);
    }

    private FeatureMatrix[] PerFoldModel(int[] patients) => mriFoldLogits is { } folds
        ? [.. folds.Select(logits => features.Rows(patients, logits))]
        : [features.Rows(patients, null)];
}
