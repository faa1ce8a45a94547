using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Tests.Fusion;
using Xunit;

namespace AxSpa.Pipeline.Tests.Leaks;

public sealed class LabelPermutationTests
{
    private static readonly BoostingOptions Options = new(1, 0.3, 1, 0);
    private static readonly bool[] IsCase = [.. Enumerable.Range(0, 200).Select(i => i % 3 == 0)];
    private static readonly int[] Fold = [.. Enumerable.Range(0, 200).Select(i => i % 5)];

    [Fact]
    public void Folds_that_hold_their_patients_out_raise_no_alarm()
    {
        var check = LabelPermutation.Look(new StumpBoosting(), Rows(telling: true), IsCase, Fold, Options, 42);
        Assert.Empty(check.Alarms);
        Assert.StartsWith("With labels at random, 20 times over 200 train patients, the mean out-of-fold AUROC is 0.", check.Finding);
    }

    [Fact]
    public void Models_that_saw_the_patients_they_are_asked_about_raise_it()
    {
        var rows = Rows(telling: false);
        var check = LabelPermutation.Look(IsCase, Fold, labels =>
        {
            using var booster = new StumpBoosting().Begin(rows, labels, Options);   // as if no fold were held out
            for (var round = 0; round < 5; round++) booster.Grow();
            return [.. booster.Margins(rows)];
        }, 42);
        var alarm = Assert.Single(check.Alarms);
        Assert.Equal(LeakKind.LabelPermutation, alarm.Kind);
        Assert.InRange(alarm.Value, 0.55, 1);
    }

    [Fact]
    public void A_feature_made_from_the_label_does_not() // its label is dealt out too: other checks look for it
    {
        var rows = new FeatureMatrix(["label"], 200, [.. IsCase.Select(one => one ? 1f : 0f)]);
        Assert.Empty(LabelPermutation.Look(new StumpBoosting(), rows, IsCase, Fold, Options, 42).Alarms);
    }

    [Fact]
    public void Labels_are_dealt_out_within_folds()
    {
        LabelPermutation.Look(IsCase, Fold, labels =>
        {
            foreach (var fold in Enumerable.Range(0, 5))
                Assert.Equal(Count(IsCase, fold), Count(labels, fold));
            Assert.NotEqual(IsCase, labels);
            return new double[200];
        }, 42);

        static int Count(bool[] labels, int fold) => labels.Where((one, i) => one && Fold[i] == fold).Count();
    }

    [Fact]
    public void A_run_without_clinical_features_says_that_it_did_not_look()
    {
        var cohort = Fusion.MadeCohort.Cohort(clinical: false);
        var checks = FusionLeaks.Look(cohort, [Fusion.MadeCohort.Ensemble(cohort, BranchId.Mri)], Fusion.MadeCohort.Options, 42, new StumpBoosting());
        Assert.All(checks, check => Assert.Empty(check.Alarms));
        Assert.StartsWith("Not looked at", checks[1].Finding);
    }

    [Fact]
    public void Coverage_is_told_in_numbers()
    {
        var cohort = Fusion.MadeCohort.Cohort();
        var checks = FusionLeaks.Look(
            cohort, [Fusion.MadeCohort.Ensemble(cohort, BranchId.Mri), Fusion.MadeCohort.Ensemble(cohort, BranchId.Clinical)], Fusion.MadeCohort.Options, 42,
            new StumpBoosting());
        var train = cohort.Patients.Where(patient => patient.Set == PatientSet.Train).ToArray();
        Assert.Contains($"MRI {train.Count(patient => cohort.Scans.Any(scan => scan.PatientId == patient.Id))}, clinical {train.Length} patients",
            checks[0].Finding);
        Assert.Empty(checks[1].Alarms);
    }

    private static FeatureMatrix Rows(bool telling) => new(["a", "b"], 200, [.. Enumerable.Range(0, 400).Select(i =>
        (float)(RandomStream.From(3, "canary", i).NextGaussian() + (telling && i % 2 == 0 && IsCase[i / 2] ? 1 : 0)))]);
}
