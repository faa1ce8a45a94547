namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>Every measure of one model without each patient in turn: what the acceleration of a BCa interval is made from.</summary>
public static class Jackknife
{
    /// <returns>[<see cref="Metric"/>][patients]; NaN where the measure is not defined without that patient.</returns>
    public static double[][] Of(EvaluatedPopulation population, ThresholdedScores scores)
    {
        var leftOut = Metrics.All.Select(_ => new double[population.Patients]).ToArray();
        if (population.OneRowEach) InOnePass(population.IsCase, scores, leftOut);
        else OneByOne(population, scores, leftOut);
        return leftOut;
    }

    /// <summary>Patients with several rows: each measure computed anew without them.</summary>
    internal static void OneByOne(EvaluatedPopulation population, ThresholdedScores scores, double[][] leftOut)
    {
        var weighted = new WeightedMeasures(population.IsCase, scores);
        var (counts, figures) = (new int[population.Rows], new double[leftOut.Length]);
        Array.Fill(counts, 1);
        var rowsOf = PatientStrata.Of(population.IsCase, population.Patient).RowsOf;
        for (var patient = 0; patient < rowsOf.Length; patient++)
        {
            foreach (var row in rowsOf[patient]) counts[row] = 0;
            weighted.Compute(counts, figures);
            foreach (var row in rowsOf[patient]) counts[row] = 1;
            for (var metric = 0; metric < figures.Length; metric++) leftOut[metric][patient] = figures[metric];
        }
    }

    /// <summary>The same in n steps instead of n²: what one row contributes to each sum is known.</summary>
    private static void InOnePass(bool[] isCase, ThresholdedScores scores, double[][] leftOut)
    {
        var (rows, ranked) = (isCase.Length, RankedScores.From(isCase, scores.Probability));
        var (auroc, auprc) = (LeftOutAuroc(isCase, scores.Probability, ranked), LeftOutPrecision.Of(isCase, scores.Probability, ranked));
        var means = Metrics.Definitions.OfType<RowMetric>()
            .Select(metric => (Metric: (int)metric.Metric, OfRow: (double[])[.. scores.Probability.Select((p, i) => metric.OfRow(isCase[i], p))]))
            .Select(mean => (mean.Metric, mean.OfRow, Sum: mean.OfRow.Sum())).ToArray();
        var all = ConfusionCounts.From(isCase, scores.Positive);
        var figures = new double[leftOut.Length];
        for (var row = 0; row < rows; row++)
        {
            figures[(int)Metric.Auroc] = auroc[row];
            figures[(int)Metric.Auprc] = auprc[row];
            foreach (var (metric, ofRow, sum) in means) figures[metric] = double.IsFinite(sum) ? (sum - ofRow[row]) / (rows - 1) : double.NaN;
            WeightedMeasures.Decisions(all.Without(isCase[row], scores.Positive[row]), figures);
            for (var metric = 0; metric < figures.Length; metric++) leftOut[metric][row] = figures[metric];
        }
    }

    /// <summary>A case is in as many pairs as there are controls, and wins its placement of them.</summary>
    private static double[] LeftOutAuroc(bool[] isCase, double[] probability, RankedScores ranked)
    {
        var placement = PlacementValues.ByRow(isCase, probability, ranked);
        double cases = ranked.Cases, controls = ranked.Controls, wins = 0;
        for (var row = 0; row < isCase.Length; row++)
            if (isCase[row]) wins += placement[row] * controls;
        return [.. isCase.Select((isOne, row) => isOne
            ? (wins - placement[row] * controls) / ((cases - 1) * controls)
            : (wins - placement[row] * cases) / (cases * (controls - 1)))];
    }
}
