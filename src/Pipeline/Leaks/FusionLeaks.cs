using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Leaks;

/// <summary>What can be looked for once every fold model has answered.</summary>
public static class FusionLeaks
{
    public static ImmutableArray<LeakCheck> Look(
        PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches, FusionOptions options, ulong randomSeed, IGradientBoosting boosting) =>
        [Coverage(cohort, branches), Canary(cohort, branches, options, randomSeed, boosting)];

    /// <summary>The branches are here, so the <see cref="Folds.CoverageLedger"/> has passed them: otherwise the run would have stopped.</summary>
    private static LeakCheck Coverage(PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches)
    {
        var covered = branches.Select(branch => string.Create(CultureInfo.InvariantCulture,
            $"{BranchRegistry.Of(branch.Branch).Name} {cohort.In(PatientSet.Train).Count(i => !double.IsNaN(branch.Logits[i]))}"));
        return LeakCheck.Passed(LeakKind.Coverage,
            $"Every train patient has exactly one out-of-fold score, from the model of the fold that held them out: {string.Join(", ", covered)} patients. A "
            + "run in which this does not hold stops.");
    }

    private static LeakCheck Canary(
        PreparedCohort cohort, ImmutableArray<BranchEnsemble> branches, FusionOptions options, ulong randomSeed, IGradientBoosting boosting)
    {
        if (!FusionTask.CanFuse(branches))
            return LeakCheck.Passed(LeakKind.LabelPermutation,
                "Not looked at: there are no clinical features, and MRI networks take too long to train 20 times more.");
        var train = cohort.In(PatientSet.Train);
        return LabelPermutation.Look(
            boosting, FusionTask.FeaturesOf(cohort, branches).Rows(train, FusionTask.Probabilities(branches).Select(branch => branch.Logits)),
            Array.ConvertAll(train, i => cohort.Patients[i].IsCase),
            Array.ConvertAll(train, i => cohort.Patients[i].Fold!.Value), BoostedFusion.Options(options, randomSeed), randomSeed);
    }
}
