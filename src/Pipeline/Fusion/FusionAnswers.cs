using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// What a fitted fusion says of patients it has not learned from: it is asked once per fold, each time with the probabilities of that fold's
/// models, and the answers are averaged. Where no branch has a column it is asked once.
/// </summary>
/// <param name="foldLogits">[branch][fold][patient of the cohort] log-odds, NaN where a branch cannot score them; of as many folds each.</param>
internal sealed class FusionAnswers(FusionFeatures features, ImmutableArray<ImmutableArray<double[]>> foldLogits)
{
    /// <param name="patients">Indices into the cohort.</param>
    /// <returns>[patients] log-odds before calibration.</returns>
    public double[] Margins(int[] patients, IFusionPredictor fusion)
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
    public ShapTable Contributions(PreparedCohort cohort, int[] patients, FeatureMatrix values, IFusionPredictor fusion)
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

    private FeatureMatrix[] PerFoldModel(int[] patients) => foldLogits.IsEmpty
        ? [features.Rows(patients, [])]
        : [.. Enumerable.Range(0, foldLogits[0].Length).Select(fold => features.Rows(patients, foldLogits.Select(branch => branch[fold])))];
}
