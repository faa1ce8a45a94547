using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Resampling;

namespace AxSpa.Pipeline.Evaluation.Curves;

/// <summary>One model's ROC and decision curves over the bootstrap draws, each draw a pass over the sorted scores.</summary>
internal sealed class CurveDraws
{
    /// <summary>More draws move a band by less than its line is wide.</summary>
    public const int Most = 1000;

    /// <summary>False-positive rates 0, 0.01 … 1.</summary>
    public static ImmutableArray<double> RocGrid { get; } = [.. Enumerable.Range(0, 101).Select(percent => percent / 100.0)];

    private readonly bool[] _isCase;
    private readonly int[] _order;
    private readonly int[] _groupEnds;
    private readonly int[] _calledAt; // [thresholds] how many rows, along _order, have a probability of at least it
    private readonly ImmutableArray<double> _thresholds;
    private readonly int[] _tp, _fp;  // along _order: cases and controls of a draw among the first 0, 1, … rows
    private readonly double[][] _sensitivity; // [grid][draw]
    private readonly double[][] _netBenefit;  // [thresholds][draw]
    private readonly double[][] _avoided;     // [thresholds][draw]

    public CurveDraws(bool[] isCase, double[] probability, ImmutableArray<double> thresholds, int draws)
    {
        (_isCase, _thresholds) = (isCase, thresholds);
        (_order, _groupEnds) = RankedScores.Order(isCase, probability);
        _calledAt = [.. thresholds.Select(threshold => probability.Count(p => p >= threshold))];
        (_tp, _fp) = (new int[_order.Length + 1], new int[_order.Length + 1]);
        _sensitivity = [.. RocGrid.Select(_ => new double[draws])];
        _netBenefit = [.. thresholds.Select(_ => new double[draws])];
        _avoided = [.. thresholds.Select(_ => new double[draws])];
    }

    /// <param name="counts">[rows], how often each is in the draw.</param>
    public void Add(ReadOnlySpan<int> counts, int draw)
    {
        var (tp, fp) = (_tp, _fp);
        for (var i = 0; i < _order.Length; i++)
        {
            var count = counts[_order[i]];
            tp[i + 1] = tp[i] + (_isCase[_order[i]] ? count : 0);
            fp[i + 1] = fp[i] + (_isCase[_order[i]] ? 0 : count);
        }
        double cases = tp[^1], controls = fp[^1];
        for (var t = 0; t < _thresholds.Length; t++)
        {
            var point = DecisionCurve.At(_thresholds[t], tp[_calledAt[t]], fp[_calledAt[t]], cases, controls);
            (_netBenefit[t][draw], _avoided[t][draw]) = (point.NetBenefit, point.InterventionsAvoidedPer100);
        }
        var (fromFp, fromTp, next) = (0.0, 0.0, 0);
        foreach (var end in _groupEnds)
        {
            double toFp = fp[end] / controls, toTp = tp[end] / cases;
            // Of a vertical stretch the upper end counts; the grid's points inside a sloping one lie on the line.
            for (; next < RocGrid.Length && RocGrid[next] < toFp; next++)
                _sensitivity[next][draw] = fromTp + (toTp - fromTp) * (RocGrid[next] - fromFp) / (toFp - fromFp);
            (fromFp, fromTp) = (toFp, toTp);
        }
        for (; next < RocGrid.Length; next++) _sensitivity[next][draw] = 1;
    }

    public Band Sensitivity(double confidence) => BandOf(_sensitivity, confidence);

    public Band NetBenefit(double confidence) => BandOf(_netBenefit, confidence);

    public Band InterventionsAvoided(double confidence) => BandOf(_avoided, confidence);

    private static Band BandOf(double[][] values, double confidence)
    {
        var intervals = values.Select(draws => Interval.OfDraws(draws, confidence)!.Value).ToArray();
        return new Band([.. intervals.Select(interval => interval.Low)], [.. intervals.Select(interval => interval.High)]);
    }
}
