namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>
/// The measures of one model when each row counts a whole number of times. The scores are sorted once; a bootstrap draw
/// is then a single pass over them, about fifty times faster than resampling rows and sorting again, and exact with ties.
/// </summary>
public sealed class WeightedMeasures
{
    private static readonly CountMetric[] OfCounts = [.. Metrics.Definitions.OfType<CountMetric>()];

    private readonly int[] _order;          // rows, highest score first
    private readonly int[] _caseMask;       // along _order: all ones for a case, 0 for a control
    private readonly int[]? _groupEnds;     // along _order; null when no two scores are equal
    private readonly (int Metric, double[] OfRow, bool IsFinite)[] _means; // of each measure that is a mean over rows: its values by row
    private readonly int[] _positiveCases;
    private readonly int[] _positiveControls;

    /// <param name="isCase">[rows]</param>
    public WeightedMeasures(ReadOnlySpan<bool> isCase, ThresholdedScores scores)
    {
        var (probability, isPositive) = (scores.Probability, scores.Positive);
        (_order, var ends) = RankedScores.Order(isCase, probability);
        _groupEnds = ends.Length == _order.Length ? null : ends;
        _caseMask = new int[_order.Length];
        var means = Metrics.Definitions.OfType<RowMetric>().Select(metric => (metric, OfRow: new double[_order.Length])).ToArray();
        var (positiveCases, positiveControls) = (new List<int>(), new List<int>());
        for (var i = 0; i < _order.Length; i++)
        {
            _caseMask[i] = isCase[_order[i]] ? -1 : 0;
            foreach (var (metric, ofRow) in means) ofRow[i] = metric.OfRow(isCase[i], probability[i]);
            if (isPositive[i]) (isCase[i] ? positiveCases : positiveControls).Add(i);
        }
        _means = [.. means.Select(mean => ((int)mean.metric.Metric, mean.OfRow, mean.OfRow.All(double.IsFinite)))];
        (_positiveCases, _positiveControls) = ([.. positiveCases], [.. positiveControls]);
    }

    /// <param name="counts">[rows], how often each counts; at least one case and one control in all.</param>
    /// <param name="figures">[<see cref="Metrics.All"/>], by <see cref="Metric"/>; NaN where the measure is not defined.</param>
    public void Compute(ReadOnlySpan<int> counts, Span<double> figures)
    {
        var (cases, controls, twiceWins, precisionSum) = _groupEnds is null ? Distinct(counts) : Tied(counts);
        int tp = Sum(_positiveCases, counts), fp = Sum(_positiveControls, counts);
        var confusion = new ConfusionCounts(tp, fp, (int)cases - tp, (int)controls - fp);
        figures[(int)Metric.Auroc] = twiceWins / (2.0 * cases * controls);
        figures[(int)Metric.Auprc] = precisionSum / cases;
        foreach (var (metric, ofRow, isFinite) in _means)
            figures[metric] = isFinite ? Weighted(ofRow, counts) / (cases + controls) : double.NaN;
        Decisions(confusion, figures);
    }

    /// <summary>The measures that follow from who was called what.</summary>
    internal static void Decisions(ConfusionCounts confusion, Span<double> figures)
    {
        foreach (var metric in OfCounts) figures[(int)metric.Metric] = metric.OfCounts(confusion) ?? double.NaN;
    }

    private (long Cases, long Controls, long TwiceWins, double PrecisionSum) Distinct(ReadOnlySpan<int> counts)
    {
        var (tp, all, twiceWins, precisionSum) = (0, 0, 0L, 0.0);
        var mask = _caseMask;
        for (var i = 0; i < _order.Length; i++)
        {
            var count = counts[_order[i]];
            var ofCase = count & mask[i];
            twiceWins += (long)(count - ofCase) * (2 * tp); // a row is a case or a control: no tie inside it
            tp += ofCase;
            all += count;
            if (ofCase != 0) precisionSum += ofCase * ((double)tp / all);
        }
        return (tp, all - tp, twiceWins, precisionSum);
    }

    private (long Cases, long Controls, long TwiceWins, double PrecisionSum) Tied(ReadOnlySpan<int> counts)
    {
        var (tp, all, twiceWins, precisionSum) = (0, 0, 0L, 0.0);
        var i = 0;
        foreach (var end in _groupEnds!)
        {
            var (ofCases, inGroup) = (0, 0);
            for (; i < end; i++)
            {
                var count = counts[_order[i]];
                ofCases += count & _caseMask[i];
                inGroup += count;
            }
            twiceWins += (long)(inGroup - ofCases) * (2 * tp + ofCases);
            tp += ofCases;
            all += inGroup;
            if (ofCases != 0) precisionSum += ofCases * ((double)tp / all);
        }
        return (tp, all - tp, twiceWins, precisionSum);
    }

    private static double Weighted(double[] values, ReadOnlySpan<int> counts)
    {
        // Four sums in a fixed order: as fast as the hardware's vectors here, and the same on every width of them.
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i + 3 < values.Length; i += 4)
        {
            a += counts[i] * values[i];
            b += counts[i + 1] * values[i + 1];
            c += counts[i + 2] * values[i + 2];
            d += counts[i + 3] * values[i + 3];
        }
        for (; i < values.Length; i++) a += counts[i] * values[i];
        return a + b + (c + d);
    }

    private static int Sum(int[] rows, ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var row in rows) sum += counts[row];
        return sum;
    }
}
