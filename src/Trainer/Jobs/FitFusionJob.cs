using AxSpa.Models.Boosting;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Trainer.Jobs;

/// <summary>Brings the fold models' scores together, calibrates the branches and fits the late fusion.</summary>
internal static class FitFusionJob
{
    public static JobResult Do(Assignment assignment)
    {
        var (specification, cohort) = (assignment.Specification, assignment.Inputs.Cohort());
        var thresholdRule = specification.Evaluation.Threshold;
        var mri = Ensemble(assignment.Inputs, cohort, Branch.Mri, thresholdRule);
        var clinical = Ensemble(assignment.Inputs, cohort, Branch.Clinical, thresholdRule);
        if (mri is null && clinical is null)
            throw new RefusedInputException("No fold of any branch was trained, so there is nothing to fuse.");
        var result = LateFusion.Fit(cohort, mri, clinical, specification.Fusion, thresholdRule, specification.RandomSeed, new XgboostLibrary());
        foreach (var warning in new[] { mri?.Calibration.Warning, clinical?.Calibration.Warning, result.Model?.Calibration.Warning })
            if (warning is not null)
                assignment.Warn(warning);
        return new JobResult(
            FusionFolder.Write(assignment.Folder, cohort, result),
            ("rounds", result.Model?.Rounds ?? 0), ("features", result.Model?.Features.Columns.Count ?? 0));
    }

    /// <returns>Null where no fold of the branch was trained.</returns>
    private static BranchEnsemble? Ensemble(OfficialInputs inputs, PreparedCohort cohort, Branch branch, ThresholdRule thresholdRule)
    {
        var holdOut = inputs.Files("holdout.csv").ToDictionary(FoldPath.FoldOf);
        var folds = inputs.Files("oof.csv")
            .Select(path => (Fold: FoldPath.FoldOf(path), Path: path))
            .Where(file => file.Fold.Branch == branch)
            .Select(file => (file.Fold, Scores: Scores(file.Path, holdOut[file.Fold])))
            .ToArray();
        return folds.Length == 0 ? null : BranchEnsemble.Combine(cohort, branch, folds, thresholdRule);
    }

    private static IReadOnlyList<PatientScore> Scores(string outOfFold, string holdOut) => [.. ScoreFile.Read(outOfFold), .. ScoreFile.Read(holdOut)];
}
