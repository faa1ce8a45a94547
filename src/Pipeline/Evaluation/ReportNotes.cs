using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Calibration;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>What a reader must know to judge the figures.</summary>
internal static class ReportNotes
{
    /// <summary>ECE and the Brier score's parts change with the bins; without them the figures say little.</summary>
    public static readonly string Binning =
        $"ECE and the parts of the Brier score: {ReliabilityBins.Usual} bins of equal width. p: two-sided, from the paired draws, the least being " +
        "2 in (draws + 1). docs/metrics-explained.md has the formula, edge rule and source of each figure.";

    public static ImmutableArray<string> Of(PredictionTable table, FitSummary fit)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        var validation = table.Rows.Where(row => row.Set == PatientSet.Validation).ToArray();
        notes.Add(
            $"Early stopping, the choice of checkpoints and the branches' calibration and thresholds looked at the validation set " +
            $"({Count(validation.Length, "patient")}, {Count(validation.Count(row => row.IsCase), "case")}). The branches' validation figures are " +
            $"therefore optimistic, and their thresholds are no more certain than that number of cases allows.");
        notes.Add("Out-of-fold figures: each training patient is scored by the one fold model that never saw them.");
        if (fit.Rounds is not null)
            notes.Add(
                "The fusion's number of rounds, calibration and threshold come from cross-fitting over the out-of-fold table; validation " +
                "was only predicted. Its out-of-fold calibration and threshold were fitted on those same predictions.");
        notes.Add(Binning);
        foreach (var model in fit.Models)
            if (model.Calibration?.Warning is { } warning)
                notes.Add($"{model.Model.Title}: {warning}.");
        return notes.ToImmutable();
    }

    private static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";
}
