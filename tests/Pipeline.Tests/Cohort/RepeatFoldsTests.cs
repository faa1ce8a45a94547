using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class RepeatFoldsTests
{
    private static RunSpecification Repeated(MadeCohort made, int repeats = 4) => made.Specification with { Repeats = repeats, Folds = 3 };

    [Fact]
    public void Each_repeat_holds_every_train_patient_out_once_and_leaves_validation_and_test_alone()
    {
        using var made = new MadeCohort();
        var cohort = made.Prepare(Repeated(made));
        var of = Enumerable.Range(0, 4).Select(cohort.OfRepeat).ToArray();
        foreach (var repeat in of)
        {
            Assert.Equal(cohort.Patients.Select(patient => (patient.Id, patient.IsCase, patient.Set)),
                repeat.Patients.Select(patient => (patient.Id, patient.IsCase, patient.Set)));
            Assert.All(repeat.Patients, patient => Assert.Equal(patient.Set == PatientSet.Train, patient.Fold is >= 0 and < 3));
            foreach (var isCase in new[] { true, false })
            {
                var sizes = repeat.Patients.Where(patient => patient.Fold is not null && patient.IsCase == isCase)
                    .CountBy(patient => patient.Fold!.Value)
                    .Select(fold => fold.Value)
                    .ToArray();
                Assert.Equal(3, sizes.Length);
                Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
            }
        }
        Assert.Equal(4, of.Select(repeat => SplitHash.Of(repeat.Patients)).Distinct().Count());
    }

    [Fact]
    public void The_first_repeat_and_every_other_file_are_those_of_a_single_cross_validation()
    {
        using var made = new MadeCohort();
        made.Prepare(Repeated(made, 1));
        var once = Files(made);
        made.Prepare(Repeated(made));
        var repeated = Files(made);
        Assert.False(once.ContainsKey(RepeatFoldsFile.FileName));
        Assert.True(repeated.Remove(RepeatFoldsFile.FileName));
        Assert.Equal(once, repeated);
    }

    [Fact]
    public void The_folds_come_back_from_disk_and_go_with_their_patients()
    {
        using var made = new MadeCohort();
        made.Change("p7,", "\"p,7 \"\"x\"\"\",");
        var cohort = made.Prepare(Repeated(made));
        var loaded = PreparedCohort.Load(made.Attempt);
        Assert.Equal("patient_id,fold_r2,fold_r3,fold_r4", File.ReadLines(Path.Combine(made.Attempt, RepeatFoldsFile.FileName)).First());
        for (var repeat = 0; repeat < 4; repeat++)
            Assert.Equal(cohort.OfRepeat(repeat).Patients, loaded.OfRepeat(repeat).Patients);
        int[] some = [3, 1, 20];
        Assert.Equal(some.Order().Select(i => cohort.OfRepeat(2).Patients[i]), cohort.Only(some).OfRepeat(2).Patients);
    }

    [Theory]
    [InlineData("fold_r3", "fold_r9")]
    [InlineData("\np1,", "\np2,")]
    [InlineData("\np1,", "\np99,0,0,0\np1,")]
    public void A_file_that_was_edited_is_refused(string before, string after)
    {
        using var made = new MadeCohort();
        made.Prepare(Repeated(made) with { Split = new SplitOptions { Train = 0.8, Validation = 0.2, Test = 0 } });
        var path = Path.Combine(made.Attempt, RepeatFoldsFile.FileName);
        var text = File.ReadAllText(path);
        Assert.Contains(before, text);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
        Assert.Contains(RepeatFoldsFile.FileName, Assert.Throws<RefusedInputException>(() => PreparedCohort.Load(made.Attempt)).Message);
    }

    [Fact]
    public void A_repeat_that_the_cohort_was_not_prepared_for_is_refused()
    {
        using var made = new MadeCohort();
        Assert.Contains("repeat r3", Assert.Throws<RefusedInputException>(() => made.Prepare(Repeated(made, 2)).OfRepeat(2)).Message);
    }

    [Fact]
    public void Folds_of_a_split_file_are_those_of_the_first_repeat_and_the_researcher_is_told()
    {
        using var made = new MadeCohort();
        made.Prepare(Repeated(made, 1));
        var given = Path.Combine(made.Root, "given.csv");
        File.Copy(Path.Combine(made.Attempt, "split.csv"), given);
        var second = made.Prepare(Repeated(made, 2) with { RandomSeed = 7, Split = new SplitOptions { File = given } });
        Assert.Equal(File.ReadAllText(given), SplitHash.Csv(second.Patients));
        Assert.NotEqual(SplitHash.Of(second.Patients), SplitHash.Of(second.OfRepeat(1).Patients));
        Assert.Contains("The folds of the split file are those of the first repeat of the cross-validation. Those of the other repeats are drawn.",
            made.Warnings);
    }

    [Fact]
    public void A_repeat_whose_fold_has_no_case_with_a_scan_is_refused_before_anything_is_resampled()
    {
        // Cases p0 to p3 and controls p4 to p7 in train, of each one more in validation; all but p1 have a scan.
        ImmutableArray<Patient> patients = [.. Enumerable.Range(0, 10)
            .Select(i => new Patient($"p{i}", i is < 4 or 8, i < 8 ? PatientSet.Train : PatientSet.Validation, i < 8 ? i / 2 % 2 : null))];
        HashSet<string> withScan = [.. patients.Select(patient => patient.Id).Where(id => id != "p1")];
        CohortSplit Repeat(params int[] folds) => new(patients, [[.. patients.Select((_, i) => i < 8 ? folds[i] : (int?)null)]], [], false);

        SplitRules.Check("t.csv", Repeat(0, 1, 1, 0, 0, 1, 0, 1), 2, withScan);
        var unlucky = Repeat(0, 1, 0, 0, 0, 1, 0, 1); // of fold 1's cases there is only p1
        SplitRules.Check("t.csv", unlucky, 2, withScan: null);
        Assert.Equal(
            "t.csv: fold 1 of repeat r2 holds no case with MRI; every fold needs at least one. Lower 'folds', or take another 'randomSeed'.",
            Assert.Throws<RefusedInputException>(() => SplitRules.Check("t.csv", unlucky, 2, withScan)).Message);
    }

    private static Dictionary<string, string> Files(MadeCohort made) =>
        Directory.GetFiles(made.Attempt).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);
}
