using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>What moves the late fusion's answers.</summary>
internal static class ImportanceTable
{
    private const int Most = 15;

    public static Table Of(EvaluationReport report)
    {
        if (report.Importance.IsEmpty) return Table.None;
        var shown = report.Importance.Where(feature => feature.MeanAbsolute > 0).Take(Most).ToArray();
        var unused = report.Importance.Count(feature => feature.MeanAbsolute == 0);
        string[] notes =
        [
            .. report.Importance.Length - unused > shown.Length
                ? [FormattableString.Invariant($"{report.Importance.Length - unused - shown.Length} more in metrics.json.")]
                : (string[])[],
            .. unused > 0 ? [FormattableString.Invariant($"{unused} features never moved an answer.")] : (string[])[],
        ];
        return new Table(
            "importance", "Late fusion: how far each feature moves the answer on average", ["Feature", "Mean |SHAP|, log-odds"],
            [.. shown.Select(feature =>
                new TableRow(feature.Feature, "", [new Cell(MeasureText.Number(feature.MeanAbsolute), "", $"importance {feature.Feature}")]))],
            [.. notes]);
    }
}
