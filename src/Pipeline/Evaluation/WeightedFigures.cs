namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// The measures of one model when each patient counts a whole number of times. The scores are sorted once; a bootstrap draw
/// is then a single pass over them, about fifty times faster than resampling rows and sorting again.
/// </summary>
public sealed class WeightedFigures
{
    private readonly int[] _order;          // rows, highest score first
    private readonly int[] _caseMask;       // along _order: all ones for a case, 0 for a control
    private readonly int[]? _groupEnds;     // along _order; null when no two scores are equal
    private readonly double[] _squaredError; // by row
    private readonly int[] _positiveCases;
    private readonly int[] _positiveControls;

    /// <param name="isCase">[patients]</param>
    /// <param name="probability">[patients], calibrated.</param>
    /// <param name="isPositive">[patients], the decision at the model's threshold.</param>
    public WeightedFigures(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability, ReadOnlySpan<bool> isPositive)
    {
        (_order, var ends) = RankedScores.Order(isCase, probability);
        _groupEnds = ends.Length == _order.Length ? null : ends;
        _caseMask = new int[_order.Length];
        _squaredError = new double[_order.Length];
        var (positiveCases, positiveControls) = (new List<int>(), new List<int>());
        for (var i = 0; i < _order.Length; i++)
        {
            _caseMask[i] = isCase[_order[i]] ? -1 : 0;
            var distance = probability[i] - (isCase[i] ? 1 : 0);
            _squaredError[i] = distance * distance;
            if (isPositive[i]) (isCase[i] ? positiveCases : positiveControls).Add(i);
        }
        (_positiveCases, _positiveControls) = ([.. positiveCases], [.. positiveControls]);
    }

    /// <param name="counts">[patients], how often each counts; at least one case and one control in all, so that every measure is defined.</param>
    /// <param name="figures">[6], in the order of <see cref="Metric"/>.</param>
    public void Compute(ReadOnlySpan<int> counts, Span<double> figures)
    {
        var (cases, controls, twiceWins, precisionSum) = _groupEnds is null ? Distinct(counts) : Tied(counts);
        long tp = Sum(_positiveCases, counts), fp = Sum(_positiveControls, counts);
        figures[(int)Metric.Auroc] = twiceWins / (2.0 * cases * controls);
        figures[(int)Metric.Auprc] = precisionSum / cases;
        figures[(int)Metric.Brier] = SquaredError(counts) / (cases + controls);
        figures[(int)Metric.Sensitivity] = (double)tp / cases;
        figures[(int)Metric.Specificity] = (double)(controls - fp) / controls;
        figures[(int)Metric.F1] = 2.0 * tp / (tp + fp + cases);
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

    private double SquaredError(ReadOnlySpan<int> counts)
    {
        // Four sums in a fixed order: as fast as the hardware's vectors here, and the same on every width of them.
        double a = 0, b = 0, c = 0, d = 0;
        var errors = _squaredError.AsSpan();
        var i = 0;
        for (; i + 3 < errors.Length; i += 4)
        {
            a += counts[i] * errors[i];
            b += counts[i + 1] * errors[i + 1];
            c += counts[i + 2] * errors[i + 2];
            d += counts[i + 3] * errors[i + 3];
        }
        for (; i < errors.Length; i++) a += counts[i] * errors[i];
        return a + b + (c + d);
    }

    private static long Sum(int[] rows, ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var row in rows) sum += counts[row];
        return sum;
    }
}
