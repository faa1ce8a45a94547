using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Tests.Fusion;

/// <summary>A made cohort whose label is partly in the clinical features, partly in the MRI scores; every sixth patient has no scan.</summary>
internal static class MadeCohort
{
    public const int FoldCount = 5;

    public static PreparedCohort Cohort(int patients = 200, bool mri = true, bool clinical = true)
    {
        var people = ImmutableArray.CreateBuilder<Patient>();
        double[] crp = new double[patients], hla = new double[patients], center = new double[patients];
        for (var i = 0; i < patients; i++)
        {
            var stream = RandomStream.From(1, "made", i);
            var isCase = stream.NextDouble() < 0.4;
            var set = i % 20 < 14 ? PatientSet.Train : i % 20 < 17 ? PatientSet.Validation : PatientSet.Test;
            people.Add(new Patient($"p{i:000}", isCase, set, set == PatientSet.Train ? stream.NextInt(FoldCount) : null));
            crp[i] = i % 9 == 0 ? double.NaN : 10 + 4 * stream.NextGaussian() + (isCase ? 4 : 0);
            hla[i] = stream.NextDouble() < (isCase ? 0.8 : 0.4) ? 1 : 0;
            center[i] = i % 11 == 0 ? double.NaN : stream.NextInt(3);
        }
        return new PreparedCohort(
            people.ToImmutable(),
            clinical
                ? [new("CRP", ColumnKind.Numeric, []), new("HLA-B27", ColumnKind.Binary, ["Negative", "Positive"]),
                    new("Clinic", ColumnKind.Categorical, ["A", "B", "C"])]
                : [],
            clinical ? [crp, hla, center] : [],
            mri ? [.. Enumerable.Range(0, patients).Where(i => i % 6 != 0).Select(i => new Scan($"p{i:000}", "volumes/x", "0"))] : [],
            mri ? [4, 4, 4] : null);
    }

    /// <summary>What five fold models say; the label enters through the patient's truth, not through the (changeable) label.</summary>
    public static List<(FoldId Fold, IReadOnlyList<PatientScore> Scores)> Scores(PreparedCohort cohort, BranchId branch, PreparedCohort? truth = null)
    {
        var covered = CoverageLedger.Covered(cohort, branch);
        return [.. Enumerable.Range(0, FoldCount).Select(fold => (new FoldId(branch, fold), (IReadOnlyList<PatientScore>)[.. cohort.Patients
            .Where((p, i) => covered[i] && (p.Fold is null || p.Fold == fold))
            .Select(p => new PatientScore(p.Id, p.Set, p.IsCase, Logit(p, fold, branch, truth ?? cohort)))]))];
    }

    private static double Logit(Patient patient, int fold, BranchId branch, PreparedCohort truth)
    {
        var index = int.Parse(patient.Id[1..]);
        var own = RandomStream.From(2, "score", index, BranchRegistry.Of(branch).Stream);
        var noise = RandomStream.From(3, "score", index, fold, BranchRegistry.Of(branch).Stream);
        return own.NextGaussian() + 0.4 * noise.NextGaussian() + (truth.Patients[index].IsCase ? 1 : -1);
    }

    public static BranchEnsemble Ensemble(PreparedCohort cohort, BranchId branch, PreparedCohort? truth = null) =>
        BranchEnsemble.Combine(cohort, branch, Scores(cohort, branch, truth), ThresholdRule.Youden);

    public static readonly FusionOptions Options = new() { MaxRounds = 25, MaxDepth = 1, LearningRate = 0.3 };

    public static FusionResult Fuse(PreparedCohort cohort, PreparedCohort? truth = null, bool isExplained = true) => LateFusion.Fit(
        cohort, Branches(cohort, truth), Specification, 42, new StumpBoosting(), isExplained);

    public static ImmutableArray<BranchEnsemble> Branches(PreparedCohort cohort, PreparedCohort? truth = null) =>
        [.. BranchRegistry.All.Where(branch => branch.Input.IsIn(cohort)).Select(branch => Ensemble(cohort, branch.Id, truth))];

    private static readonly RunSpecification Specification = new()
    {
        Name = "made",
        Cohort = new CohortOptions { Clinical = "/made.csv", Label = new LabelOptions("label", []) },
        Fusion = Options,
    };

    public static PreparedCohort WithLabel(this PreparedCohort cohort, Func<Patient, bool> flip) =>
        cohort with { Patients = [.. cohort.Patients.Select(p => flip(p) ? p with { IsCase = !p.IsCase } : p)] };
}
