using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Plots;

namespace AxSpa.Trainer.Jobs;

/// <summary>The curves of the patients on whom all models are compared: the report's first population.</summary>
internal sealed class EvaluationFigures
{
    private readonly EvaluationReport _report;
    private readonly PopulationFigures _population;
    private readonly bool[] _isCase;
    private readonly (Figures Figures, string Name, double[] Probability)[] _models;
    private readonly string _title;

    /// <param name="report">With at least one population.</param>
    public EvaluationFigures(PredictionTable table, EvaluationReport report)
    {
        _report = report;
        _population = report.Populations[0];
        var rows = new Population(_population.Set, _population.Subgroup).RowsOf(table);
        _isCase = [.. rows.Select(row => table.Rows[row].IsCase)];
        _models = [.. from model in _population.Models
                      where model.Figures is not null
                      select (model.Figures, ModelName.Title(model.Model), rows.Select(row => table.Rows[row][model.Model]!.Probability).ToArray())];
        var who = MetricsText.Title(report, _population.Set, _population.Subgroup);
        _title = string.Create(CultureInfo.InvariantCulture, $"{who}\n{_population.Cases} cases, {_population.Patients - _population.Cases} controls");
    }

    public byte[] RocCurves() => RocCurvePlot.Draw(_title, [.. _models.SelectMany(model =>
        RocCurve.From(_isCase, model.Probability) is { } roc
            ? [new CurveSeries(
                model.Name, [.. roc.Points.Select(point => point.FalsePositiveRate)], [.. roc.Points.Select(point => point.TruePositiveRate)],
                Text("AUROC", model.Figures.Auroc))]
            : Array.Empty<CurveSeries>())]);

    public byte[] PrecisionRecallCurves() => PrecisionRecallPlot.Draw(_title, [.. _models.SelectMany(model =>
        PrecisionRecallCurve.From(_isCase, model.Probability) is { } curve
            ? [new CurveSeries(
                model.Name, [.. curve.Points.Select(point => point.Recall)], [.. curve.Points.Select(point => point.Precision)],
                Text("AUPRC", model.Figures.Auprc))]
            : Array.Empty<CurveSeries>())], (double)_population.Cases / _population.Patients);

    public byte[] DecisionCurves()
    {
        var thresholds = DecisionCurve.UsualThresholds.ToArray();
        DecisionCurve Of(double[] probability) => DecisionCurve.From(_isCase, probability, thresholds)!;
        var treatAll = Of(new double[_isCase.Length]).Points.Select(point => point.TreatAll);
        return DecisionCurvePlot.Draw(
            _title,
            [.. _models.Select(model => new CurveSeries(model.Name, thresholds, [.. Of(model.Probability).Points.Select(point => point.NetBenefit)]))],
            new CurveSeries("Treat all", thresholds, [.. treatAll]));
    }

    /// <summary>AUROC 0.86 (95% CI 0.81–0.90)</summary>
    private string? Text(string measure, Estimate estimate)
    {
        if (estimate.Value is not { } value)
            return null;
        var text = string.Create(CultureInfo.InvariantCulture, $"{measure} {value:F2}");
        return estimate.Interval is { } interval
            ? text + string.Create(CultureInfo.InvariantCulture, $" ({_report.Confidence * 100:0.##}% CI {interval.Low:F2}–{interval.High:F2})")
            : text;
    }
}
