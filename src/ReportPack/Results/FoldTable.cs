using AxSpa.Pipeline.Evaluation;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Results;

/// <summary>Out-of-fold figures fold by fold.</summary>
internal static class FoldTable
{
    public static Table Of(EvaluationReport report)
    {
        if (report.HeldOutFolds is not [var first, ..] folds) return Table.None;
        TableRow Row(HeldOutFold fold, HeldOutPerformance model, bool isFirst) => new(
            isFirst ? FormattableString.Invariant($"fold {fold.Fold}") : "", model.Title,
            [
                new Cell(isFirst ? FormattableString.Invariant($"{fold.Patients}") : ""), new Cell(isFirst ? FormattableString.Invariant($"{fold.Cases}") : ""),
                Figure(fold, model, "auroc", model.Auroc), Figure(fold, model, "auprc", model.Auprc), Figure(fold, model, "brier", model.Brier),
            ])
        { IsSub = !isFirst };

        return new Table(
            "fold-figures", "Out-of-fold figures of each fold's held-out patients",
            ["Fold", "Patients", "Cases", "AUROC", "AUPRC", "Brier score"],
            [.. folds.SelectMany(fold => fold.Models.Select((model, i) => Row(fold, model, i == 0)))],
            first.Models.Length > 1 ? ["Training patients whom every model scored."] : []);
    }

    private static Cell Figure(HeldOutFold fold, HeldOutPerformance model, string name, double? value) =>
        new(MeasureText.Number(value), "", FormattableString.Invariant($"fold {fold.Fold} {model.Model} {name}"));
}
