using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Resampling;

namespace AxSpa.Pipeline.Evaluation.Curves;

/// <summary>
/// The curves of one population with bootstrap bands, ready to be drawn. Points of a ROC curve between two equal steps are left out.
/// </summary>
/// <param name="BandDraws">Draws behind each band; 0: there are no bands.</param>
/// <param name="Thresholds">Of the decision curves, ascending.</param>
/// <param name="TreatAll">[thresholds] net benefit of acting on everyone; of acting on no one it is 0.</param>
public sealed record PopulationCurves(
    double Confidence, int BandDraws, ImmutableArray<double> Thresholds, ImmutableArray<double> TreatAll, ImmutableArray<ModelCurves> Models)
{
    /// <param name="draws">Of the bootstrap; a band takes the first <see cref="CurveDraws.Most"/> of them, the same for every model.</param>
    public static PopulationCurves Of(
        EvaluatedPopulation population, ImmutableArray<double> thresholds, ulong randomSeed, int draws, double confidence)
    {
        var judged = population.Models.Where(model => model.Scores is not null).ToArray();
        var bandDraws = population is { Cases: > 0, Controls: > 0 } ? Math.Min(draws, CurveDraws.Most) : 0;
        var drawn = judged.Select(model => new CurveDraws(population.IsCase, model.Scores!.Probability, thresholds, bandDraws)).ToArray();
        if (bandDraws > 0)
        {
            var stratified = new StratifiedDraw(PatientStrata.Of(population.IsCase, population.Patient));
            var counts = new int[population.Rows];
            for (var draw = 0; draw < bandDraws; draw++)
            {
                stratified.Fill(counts, randomSeed, draw);
                foreach (var model in drawn) model.Add(counts, draw);
            }
        }
        return new PopulationCurves(
            confidence, bandDraws, thresholds,
            [.. thresholds.Select(threshold =>
                DecisionCurve.At(threshold, population.Cases, population.Controls, population.Cases, population.Controls).NetBenefit)],
            [.. judged.Zip(drawn, (model, bands) => ModelCurves.Of(population.IsCase, model, thresholds, bandDraws > 0 ? bands : null, confidence))]);
    }
}

/// <param name="Roc">Null without both classes.</param>
/// <param name="PrecisionRecall">Null without a case.</param>
public sealed record ModelCurves(
    string Model, string Title, RocCurveData? Roc, PrecisionRecallCurveData? PrecisionRecall, DecisionFigure Decision, PredictionHistogram Histogram)
{
    internal static ModelCurves Of(bool[] isCase, EvaluatedModel model, ImmutableArray<double> thresholds, CurveDraws? bands, double confidence)
    {
        var ranked = RankedScores.From(isCase, model.Scores!.Probability);
        var roc = RocCurve.From(ranked.WithoutIntermediateSteps());
        var precision = PrecisionRecallCurve.From(ranked);
        var decision = DecisionCurve.From(isCase, model.Scores.Probability, thresholds)!;
        return new ModelCurves(
            model.Name, model.Title,
            roc is null ? null : new RocCurveData(
                [.. roc.Points.Select(point => point.FalsePositiveRate)], [.. roc.Points.Select(point => point.TruePositiveRate)],
                CurveDraws.RocGrid, bands?.Sensitivity(confidence)),
            precision is null ? null : new PrecisionRecallCurveData(
                [.. precision.Points.Select(point => point.Recall)], [.. precision.Points.Select(point => point.Precision)]),
            new DecisionFigure(
                [.. decision.Points.Select(point => point.NetBenefit)], bands?.NetBenefit(confidence),
                [.. decision.Points.Select(point => point.InterventionsAvoidedPer100)], bands?.InterventionsAvoided(confidence)),
            PredictionHistogram.Of(isCase, model.Scores.Probability));
    }
}

/// <param name="FalsePositiveRate">From 0 to 1, with <paramref name="TruePositiveRate"/>.</param>
/// <param name="BandAt">False-positive rates at which the band of sensitivity is given.</param>
public sealed record RocCurveData(
    ImmutableArray<double> FalsePositiveRate, ImmutableArray<double> TruePositiveRate, ImmutableArray<double> BandAt, Band? Band);

/// <param name="Recall">Rising.</param>
public sealed record PrecisionRecallCurveData(ImmutableArray<double> Recall, ImmutableArray<double> Precision);

/// <param name="NetBenefit">[thresholds] true positives per patient, less false positives weighted by the odds.</param>
/// <param name="InterventionsAvoidedPer100">[thresholds] against acting on everyone.</param>
public sealed record DecisionFigure(
    ImmutableArray<double> NetBenefit, Band? NetBenefitBand, ImmutableArray<double> InterventionsAvoidedPer100, Band? InterventionsAvoidedBand);

/// <summary>How many cases and controls got each prediction, in bins of equal width.</summary>
public sealed record PredictionHistogram(ImmutableArray<int> Cases, ImmutableArray<int> Controls)
{
    private const int Bins = 50;

    public static PredictionHistogram Of(bool[] isCase, double[] probability)
    {
        var (rows, cases, _) = Calibration.ReliabilityBins.Tally(isCase, probability, Bins);
        return new PredictionHistogram([.. cases], [.. rows.Zip(cases, (all, ofCases) => all - ofCases)]);
    }
}

/// <summary>Pointwise: each point's interval by itself, not one for the whole curve.</summary>
public sealed record Band(ImmutableArray<double> Low, ImmutableArray<double> High);
