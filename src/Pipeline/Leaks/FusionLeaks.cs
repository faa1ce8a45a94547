using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Leaks;

/// <summary>What can be looked for once every fold model has answered.</summary>
public static class FusionLeaks
{
    /// <param name="mri">Null: the run has no MRI branch.</param>
    /// <param name="clinical">Null: the run has no clinical branch.</param>
    public static ImmutableArray<LeakCheck> Look(
        PreparedCohort cohort, BranchEnsemble? mri, BranchEnsemble? clinical, FusionOptions options, ulong randomSeed, IGradientBoosting boosting) =>
        [Coverage(cohort, mri, clinical), Canary(cohort, mri, clinical, options, randomSeed, boosting)];

    /// <summary>The branches are here, so the <see cref="Folds.CoverageLedger"/> has passed them: otherwise the run would have stopped.</summary>
    private static LeakCheck Coverage(PreparedCohort cohort, BranchEnsemble? mri, BranchEnsemble? clinical)
    {
        var branches = new[] { mri, clinical }.OfType<BranchEnsemble>().Select(branch => string.Create(CultureInfo.InvariantCulture,
            $"{(branch.Branch == Branch.Mri ? "MRI" : "clinical")} {cohort.In(PatientSet.Train).Count(i => !double.IsNaN(branch.Logits[i]))}"));
        return LeakCheck.Passed(LeakKind.Coverage, $"Every train patient has exactly one out-of-fold score, from the model of the fold that held them out: {string.Join(", ", branches)} patients. A run in which this does not hold stops.");
    }

    private static LeakCheck Canary(
        PreparedCohort cohort, BranchEnsemble? mri, BranchEnsemble? clinical, FusionOptions options, ulong randomSeed, IGradientBoosting boosting)
    {
        if (clinical is null)
            return LeakCheck.Passed(LeakKind.LabelPermutation, "Not looked at: there are no clinical features, and MRI networks take too long to train 20 times more.");
        var train = cohort.In(PatientSet.Train);
        return LabelPermutation.Look(
            boosting, new FusionFeatures(cohort, withMri: mri is not null).Rows(train, mri?.Logits), Array.ConvertAll(train, i => cohort.Patients[i].IsCase),
            Array.ConvertAll(train, i => cohort.Patients[i].Fold!.Value), LateFusion.Options(options, randomSeed), randomSeed);
    }
}
