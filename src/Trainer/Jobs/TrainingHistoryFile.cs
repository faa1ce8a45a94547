using System.Globalization;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Plots;

namespace AxSpa.Trainer.Jobs;

/// <summary>Reads a fold's history.csv back for the figure of training curves.</summary>
internal static class TrainingHistoryFile
{
    public const string FileName = "history.csv";

    /// <param name="path">…/folds/mri-0/attempt-1/history.csv: the fold's name stands in the path.</param>
    /// <exception cref="RefusedInputException">A column is missing or a value is no number.</exception>
    public static TrainingHistory Read(string path, CheckpointCriterion chosenBy)
    {
        var fold = FoldPath.FoldOf(path);
        var lines = File.ReadAllLines(path);
        var header = lines[0].Split(',');
        double[] Column(string name) => [.. lines.Skip(1).Select(line => Number(path, line.Split(',')[IndexOf(path, header, name)]))];
        var (loss, auroc) = (Column("validation_loss"), Column("validation_auroc"));
        return new TrainingHistory(
            BranchRegistry.Of(fold.Branch).Heading, fold.Index, Column("training_loss"), loss, auroc, ChosenEpoch(loss, auroc, chosenBy));
    }

    // The rule by which training chose: by AUROC, at equal AUROC the lower loss, at equal loss the earlier epoch.
    private static int? ChosenEpoch(double[] loss, double[] auroc, CheckpointCriterion chosenBy)
    {
        var byAuroc = chosenBy == CheckpointCriterion.Auroc && !auroc.Any(double.IsNaN);
        return loss.Length == 0 ? null : Enumerable.Range(0, loss.Length).MaxBy(i => (byAuroc ? auroc[i] : 0, -loss[i])) + 1;
    }

    private static int IndexOf(string path, string[] header, string name) =>
        Array.IndexOf(header, name) is >= 0 and var index ? index : throw new RefusedInputException($"{path} has no column {name}.");

    private static double Number(string path, string text) =>
        text.Length == 0 ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new RefusedInputException($"{path}: '{text}' is not a number.");
}
