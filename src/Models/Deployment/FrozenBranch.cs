using System.Collections.Immutable;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using static TorchSharp.torch;

namespace AxSpa.Models.Deployment;

/// <summary>The fold models of a branch, read back from their weights and asked about new patients as they were asked at the end of training.</summary>
public static class FrozenBranch
{
    /// <param name="cohort">With the columns that the model was fitted on, and prepared scans.</param>
    /// <param name="workspace">What the paths of the scans are relative to.</param>
    /// <param name="progress">Fold models done, of how many.</param>
    /// <param name="places">[patient] where each stands in a table, for messages: row 12 (line 13) of patients.csv. Null: they are named by their
    /// number.</param>
    /// <returns>[fold][patient of the cohort] log-odds, the mean over a patient's scans; NaN for a patient whom the branch cannot score.</returns>
    /// <exception cref="RefusedInputException">The weights or the cohort do not fit the model, or an answer is no finite number.</exception>
    /// <exception cref="FoldFailedException">A scan cannot be read.</exception>
    public static ImmutableArray<double[]> Logits(
        FrozenModel model, PreparedCohort cohort, BranchId branch, string workspace, string device, Action<int, int> progress,
        ImmutableArray<string>? places = null)
    {
        var folds = model.Of(branch).ToList();
        var (on, all) = (TrainingDevice.Of(device), ImmutableArray.CreateBuilder<double[]>(folds.Count));
        using var scope = NewDisposeScope();
        foreach (var fold in folds)
        {
            using var foldModel = BranchTrainers.Of(branch).Load(model.Specification, fold, cohort, workspace, on);
            all.Add(ByPatient(cohort, foldModel, places));
            progress(all.Count, folds.Count);
        }
        return all.ToImmutable();
    }

    private static double[] ByPatient(PreparedCohort cohort, FrozenFoldModel model, ImmutableArray<string>? places)
    {
        var logits = new double[cohort.Patients.Length];
        Array.Fill(logits, double.NaN);
        var at = Enumerable.Range(0, logits.Length).ToDictionary(i => cohort.Patients[i].Id, StringComparer.Ordinal);
        foreach (var score in Prediction.OfEachAlone(model.Network, model.Examples, cohort, CancellationToken.None))
            logits[at[score.PatientId]] = double.IsFinite(score.Logit) ? score.Logit
                : throw NoAnswer(score.Logit, at[score.PatientId]);
        return logits;

        RefusedInputException NoAnswer(double answer, int patient) => new(
            $"{model.Fold} answers {answer} for "
            + $"{(places is { } known ? $"the patient of {known[patient]}" : $"patient {patient + 1} of {logits.Length}, in the order of their ids")}. Does "
            + "a value lie far outside of what the model has seen, or is "
            + $"{ModelFileNames.Weights(model.Fold)}{(model.Preprocessing is null ? "" : $" or {ModelFileNames.Preprocessing(model.Fold)}")} "
            + "not what was trained?");
    }
}
