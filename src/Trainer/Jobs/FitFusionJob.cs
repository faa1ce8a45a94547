using System.Collections.Immutable;
using AxSpa.Models.Boosting;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Trainer.Jobs;

/// <summary>Brings the fold models' scores together, calibrates the branches and fits the late fusion.</summary>
internal static class FitFusionJob
{
    public static JobResult Do(Assignment assignment)
    {
        var (cohort, boosting) = (assignment.Inputs.Cohort(), new XgboostLibrary());
        var (result, branches) = Fit(assignment, cohort, repeat: 0, boosting);
        var leaks = FusionLeaks.Look(cohort, branches, assignment.Specification.Fusion, assignment.Specification.RandomSeed, boosting);
        AtomicFile.Write(assignment.PathOf(LeakFile.OfFusion), LeakFile.ToJson(leaks));
        foreach (var alarm in leaks.SelectMany(check => check.Alarms))
            assignment.Warn(LeakText.Of(alarm));
        return new JobResult(
            [.. FusionFolder.Write(assignment.Folder, cohort, result), .. Repeats(assignment, cohort, boosting), assignment.PathOf(LeakFile.OfFusion)],
            [("rounds", result.Model?.Rounds ?? 0), ("features", result.Model?.Features.Columns.Count ?? 0), .. leaks.Figures()]);
    }

    /// <summary>
    /// Each later repeat of the cross-validation has a fusion of its own, of which the out-of-fold predictions are kept and nothing else: the run's models are
    /// those of the first, and so is what explains them.
    /// </summary>
    private static IEnumerable<string> Repeats(Assignment assignment, PreparedCohort cohort, XgboostLibrary boosting)
    {
        for (var repeat = 1; repeat < assignment.Specification.Repeats; repeat++)
        {
            assignment.Progress("repeats", repeat, assignment.Specification.Repeats - 1);
            var all = Fit(assignment, cohort.OfRepeat(repeat), repeat, boosting).Result.Predictions;
            var path = assignment.PathOf(FusionFolder.OutOfFoldPredictions(repeat));
            PredictionFile.Write(path, all with { Rows = [.. all.Rows.Where(row => row.Set == PatientSet.Train)] });
            yield return path;
        }
    }

    /// <param name="cohort">With the folds of this repeat.</param>
    private static (FusionResult Result, ImmutableArray<BranchEnsemble> Branches) Fit(
        Assignment assignment, PreparedCohort cohort, int repeat, XgboostLibrary boosting)
    {
        var specification = assignment.Specification;
        var thresholdRule = specification.Evaluation.Threshold;
        ImmutableArray<BranchEnsemble> branches =
            [.. BranchRegistry.All.Select(branch => Ensemble(assignment.Inputs, cohort, branch.Id, repeat, thresholdRule)).OfType<BranchEnsemble>()];
        if (branches.IsEmpty)
            throw new RefusedInputException("No fold of any branch was trained, so there is nothing to fuse.");
        var result = LateFusion.Fit(cohort, branches, specification, RepeatSeed.Of(specification.RandomSeed, repeat), boosting, isExplained: repeat == 0);
        foreach (var warning in result.Summary.Models.OrderBy(model => PredictorRegistry.Of(model.Model).Branch is null)
            .Select(model => model.Calibration?.Warning))
            if (warning is not null)
                assignment.Warn(repeat == 0 ? warning : $"repeat {RepeatName.Of(repeat)}: {warning}");
        return (result, branches);
    }

    /// <returns>Null where no fold of the branch was trained.</returns>
    private static BranchEnsemble? Ensemble(OfficialInputs inputs, PreparedCohort cohort, BranchId branch, int repeat, ThresholdRule thresholdRule)
    {
        var holdOut = inputs.Files("holdout.csv").ToDictionary(FoldPath.FoldOf);
        var folds = inputs.Files("oof.csv")
            .Select(path => (Fold: FoldPath.FoldOf(path), Path: path))
            .Where(file => file.Fold.Branch == branch && file.Fold.Repeat == repeat)
            .Select(file => (file.Fold, Scores: Scores(file.Path, holdOut[file.Fold])))
            .ToArray();
        return folds.Length == 0 ? null : BranchEnsemble.Combine(cohort, branch, folds, thresholdRule);
    }

    private static IReadOnlyList<PatientScore> Scores(string outOfFold, string holdOut) => [.. ScoreFile.Read(outOfFold), .. ScoreFile.Read(holdOut)];
}
