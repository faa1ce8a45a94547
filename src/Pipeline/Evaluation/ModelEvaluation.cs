using AxSpa.Pipeline.Evaluation.Calibration;
using AxSpa.Pipeline.Evaluation.Resampling;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>One model on one population, with all that its figures and its differences from others are made of.</summary>
internal sealed class ModelEvaluation
{
    private readonly EvaluatedPopulation _population;
    private readonly string _name;
    private readonly ThresholdedScores _scores;
    private readonly BootstrapResult _bootstrap;
    private readonly ConfusionCounts _counts;
    private readonly ModelRows _rows;
    private readonly double[][]? _leftOut; // [metric][patients]; null: nothing is drawn
    private readonly PatientStrata? _strata;
    private readonly string? _missing;
    private readonly string? _tooFew;

    public ModelEvaluation(EvaluatedPopulation population, string name, ThresholdedScores scores, BootstrapResult bootstrap)
    {
        (_population, _name, _scores, _bootstrap) = (population, name, scores, bootstrap);
        var ranked = RankedScores.From(population.IsCase, scores.Probability);
        _counts = ConfusionCounts.From(population.IsCase, scores.Positive);
        _rows = new ModelRows(population.IsCase, scores.Probability, ranked, _counts);
        _missing = ranked.Cases == 0 ? "there is no case" : ranked.Controls == 0 ? "there is no control" : null;
        _tooFew = Evaluator.TooFew(population);
        if (bootstrap.Draws == 0 || _missing is not null) return;
        _leftOut = Jackknife.Of(population, scores);
        _strata = PatientStrata.Of(population.IsCase, population.Patient);
    }

    public PerformanceMeasures Figures() => new(
        Drawn(Metric.Auroc), DeLongIntervals(), Drawn(Metric.Auprc), Drawn(Metric.Brier), Drawn(Metric.LogLoss), Calibration(), Decisions(),
        Metrics.Others.IsEmpty ? null : [.. Metrics.Others.Select(other => new MetricEstimate(other.Metric, Drawn(other.Metric)))]);

    /// <summary>This model less another one on the same rows, paired by draw.</summary>
    public PairedDifference PairedDifferenceFrom(ModelEvaluation other)
    {
        var measures = Metrics.All.Select(metric =>
        {
            if ((Undefined(metric) ?? other.Undefined(metric)) is { } undefined) return new MeasureDifference(metric, Estimate.Missing(undefined), null);
            var draws = _bootstrap.OfDifference(_population, _name, other._name, metric);
            double[]? leftOut = _leftOut is null ? null : [.. _leftOut[(int)metric].Zip(other._leftOut![(int)metric], (a, b) => a - b)];
            var difference = Estimate.Of(Value(metric)!.Value - other.Value(metric)!.Value, draws, AccelerationOf(leftOut), _bootstrap.Confidence);
            return new MeasureDifference(metric, difference, difference.Interval is null ? null : PairedBootstrap.P(draws!));
        });
        var deLong = _tooFew is null
            ? DeLong.Compare(_population.IsCase, _population.Patient, _scores.Probability, other._scores.Probability)
            : null;
        return new PairedDifference(
            _name, other._name, deLong?.P is { } p ? new DeLongDifference(deLong.Interval(_bootstrap.Confidence), p) : null, [.. measures]);
    }

    private double? Value(Metric metric) => metric.Definition().Value(_rows);

    private string? Undefined(Metric metric) => metric.Definition() is RankMetric && _tooFew is not null ? _tooFew
        : Value(metric) is not null ? null
        : metric.Definition().WhyUndefined(_missing);

    private Estimate Drawn(Metric metric)
    {
        if (Undefined(metric) is { } undefined) return Estimate.Missing(undefined);
        var draws = _bootstrap.Of(_population, _name, metric);
        return draws is null && _missing is not null
            ? new Estimate(Value(metric), null, NoInterval: _missing)
            : Estimate.Of(Value(metric)!.Value, draws, AccelerationOf(_leftOut?[(int)metric]), _bootstrap.Confidence);
    }

    private double? AccelerationOf(double[]? leftOut) => leftOut is null ? null : Acceleration.Of(leftOut, _strata!.Members);

    /// <summary>Its AUROC has an interval that is not drawn.</summary>
    public bool HasDeLong => DeLongIntervals() is not null;

    private DeLongIntervals? DeLongIntervals() =>
        _tooFew is null && DeLong.Of(_population.IsCase, _population.Patient, _scores.Probability) is { Variance: > 0 } estimate &&
        estimate.LogitInterval(_bootstrap.Confidence) is { } logit
            ? new DeLongIntervals(Math.Sqrt(estimate.Variance), estimate.Interval(_bootstrap.Confidence), logit)
            : null;

    private CalibrationMeasures Calibration()
    {
        var (isCase, probability) = (_population.IsCase, _scores.Probability);
        double? confidence = _population.OneRowEach ? _bootstrap.Confidence : null;
        var bins = ReliabilityBins.Of(isCase, probability, ReliabilityBins.Usual, confidence);
        var (line, undefined) = _tooFew is null ? CalibrationLine.Fit(isCase, probability) : (null, _tooFew);
        return new CalibrationMeasures(
            BrierDecomposition.Of(isCase, probability, ReliabilityBins.Usual), bins.ExpectedCalibrationError(), bins.LargestCalibrationError(), bins,
            line is null ? null : new RecalibrationMeasures(
                WaldEstimate.Of(line.Slope, line.SlopeVariance, confidence), WaldEstimate.Of(line.Intercept, line.InterceptVariance, confidence),
                WaldEstimate.Of(line.InTheLarge, line.InTheLargeVariance, confidence), line),
            undefined);
    }

    private DecisionMeasures Decisions()
    {
        var (tp, fp, fn, tn) = (_counts.TruePositives, _counts.FalsePositives, _counts.FalseNegatives, _counts.TrueNegatives);
        return new DecisionMeasures(
            _scores.Threshold,
            Share(tp, tp + fn, "there is no case", Metric.Sensitivity), Share(tn, tn + fp, "there is no control", Metric.Specificity),
            Share(tp, tp + fp, "nobody was called positive"), Share(tn, tn + fn, "nobody was called negative"),
            Share(tp + tn, _population.Rows, "there is no patient"),
            Drawn(Metric.BalancedAccuracy), Drawn(Metric.F1), Drawn(Metric.Mcc), _counts);
    }

    private Proportion Share(int part, int whole, string nobody, Metric? drawn = null) => whole == 0
        ? new Proportion(0, 0, null, nobody, null)
        : new Proportion(
            part, whole, (double)part / whole, null, _population.OneRowEach ? WilsonInterval.Of(part, whole, _bootstrap.Confidence) : null,
            drawn is { } metric ? Drawn(metric).Interval : null);
}
