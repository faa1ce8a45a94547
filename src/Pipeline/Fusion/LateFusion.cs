using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Fusion;

/// <summary>Fits every fusion method that the run asks for, and puts what each predictor says of each patient into one table.</summary>
public static class LateFusion
{
    /// <param name="branches">In the registry's order; at least one.</param>
    /// <param name="randomSeed">Of this repeat of the cross-validation.</param>
    /// <param name="isExplained"><see cref="FusionTask.IsExplained"/></param>
    public static FusionResult Fit(
        PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches, RunSpecification specification, ulong randomSeed, IGradientBoosting boosting,
        bool isExplained = true)
    {
        if (branches.IsEmpty) throw new ArgumentException("A run needs at least one branch.", nameof(branches));
        var predictors = PredictorRegistry.Of(specification);
        var fused = new Dictionary<PredictorId, FusedModel>();
        if (FusionTask.CanFuse(branches))
        {
            var task = new FusionTask(cohort, branches, specification.Fusion, specification.Evaluation.Threshold, randomSeed) { IsExplained = isExplained };
            foreach (var method in FusionRegistry.All.Where(method => predictors.Contains(method.Predictor)))
                fused[method.Predictor] = method.Fit(task, boosting);
        }
        var byBranch = branches.ToDictionary(branch => PredictorId.Of(branch.Branch));
        var rows = cohort.Patients.Select((patient, i) => new PatientPrediction(patient.Id, patient.Set, patient.IsCase, new PredictorScores(
            predictors, [.. predictors.Select(predictor => byBranch.TryGetValue(predictor, out var branch) ? branch.Score(i)
                : fused.TryGetValue(predictor, out var model) ? Scores.Of(model.Margins[i], model.Calibration, model.Threshold) : null)])));
        var boosted = (BoostedModel?)fused.GetValueOrDefault(PredictorId.Fusion);
        return new FusionResult(
            boosted, fused.Where(one => one.Key != PredictorId.Fusion).ToImmutableSortedDictionary(), new PredictionTable(predictors, [.. rows]),
            new FitSummary(
                [.. predictors.Select(predictor =>
                    FitOf(predictor, cohort, branches, byBranch.GetValueOrDefault(predictor), fused.GetValueOrDefault(predictor)))],
                boosted?.Rounds, boosted is null ? [] : [.. boosted.Features.Columns]));
    }

    private static ModelFit FitOf(
        PredictorId predictor, PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches, BranchEnsemble? branch, FusedModel? model) =>
        branch is not null ? new ModelFit(predictor, null, branch.Calibration, branch.Threshold)
        : model is not null ? new ModelFit(predictor, null, model.Calibration, model.Threshold)
        : new ModelFit(predictor, WhyNot(predictor, cohort, branches), null, null);

    private static string WhyNot(PredictorId predictor, PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches)
    {
        if (PredictorRegistry.Of(predictor).Branch is not { } id)
            return $"only the {BranchRegistry.Of(branches[0].Branch).Name} branch is present";
        var branch = BranchRegistry.Of(id);
        return branch.Input.IsIn(cohort) ? $"no {branch.Name} branch in this run" : $"no {branch.Input.Name()} in this cohort";
    }
}
