using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class GivenSplitTests
{
    private const string Header = "patient_id,age,crp,hla,stage,label,set";
    private static readonly SplitOptions ByColumn = new() { Column = "set" };

    [Fact]
    public void A_column_can_say_who_is_where()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"{MadeCohort.Row(i)},{(i <= 24 ? "train" : i <= 32 ? "val" : "Test")}", Header);
        var cohort = made.Prepare(made.Specification with { Split = ByColumn });
        Assert.Equal(24, cohort.Patients.Count(patient => patient.Set == PatientSet.Train));
        Assert.Equal(PatientSet.Validation, cohort.Patients.Single(patient => patient.Id == "p30").Set);
        Assert.Equal(8, cohort.Patients.Count(patient => patient.Set == PatientSet.Test));
        Assert.All(cohort.Patients, patient => Assert.Equal(patient.Set == PatientSet.Train, patient.Fold is not null));
        Assert.DoesNotContain(cohort.Columns, column => column.Name == "set");
    }

    [Fact]
    public void There_may_be_no_test_set()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"{MadeCohort.Row(i)},{(i <= 30 ? "train" : "validation")}", Header);
        var cohort = made.Prepare(made.Specification with { Split = ByColumn });
        Assert.DoesNotContain(cohort.Patients, patient => patient.Set == PatientSet.Test);
        Assert.Contains("There is no test set: figures are out-of-fold and validation only.", made.Warnings);
    }

    [Fact]
    public void The_split_of_one_run_can_be_given_to_another_folds_and_all()
    {
        using var made = new MadeCohort();
        var first = made.Prepare();
        var given = Path.Combine(made.Root, "given.csv");
        File.Copy(Path.Combine(made.Attempt, "split.csv"), given);
        var second = made.Prepare(made.Specification with { RandomSeed = 7, Split = new SplitOptions { File = given } });
        Assert.Equal(SplitHash.Of(first.Patients), SplitHash.Of(second.Patients));
        Assert.Contains(InputFiles.Load(made.Attempt), file => file.Role == "split");
    }

    [Fact]
    public void Patients_of_a_split_file_who_are_not_in_the_table_are_counted()
    {
        using var made = new MadeCohort();
        made.Prepare();
        var given = Path.Combine(made.Root, "given.csv");
        File.WriteAllText(given, File.ReadAllText(Path.Combine(made.Attempt, "split.csv")) + "p99,test,\n");
        made.Prepare(made.Specification with { Split = new SplitOptions { File = given } });
        Assert.Contains("1 patients of the split file are not in the clinical table (first: row 41).", made.Warnings);
    }

    [Theory]
    [InlineData("p1,train,0", "p1,trian,0", "column 'set': 'trian' is no set. Write train, validation (or val) or test.")]
    [InlineData("p1,train,0", "p1,train,2", "column 'fold': '2' is no fold of a train patient. Write 0 to 1")]
    [InlineData("p1,train,0", "p1,train,", "column 'fold': '' is no fold of a train patient.")]
    [InlineData("p1,train,0\n", "", "the patient of row 1 (line 2) of clinical.csv has no row here.")]
    [InlineData("p1,train,0", "p2,train,0", "has a place already, in row ")]
    [InlineData("patient_id,", "id,", "there is no column 'patient_id'")]
    public void A_split_file_that_does_not_fit_is_refused(string before, string after, string message)
    {
        using var made = new MadeCohort();
        var given = Path.Combine(made.Root, "given.csv");
        var lines = Enumerable.Range(1, 40).Select(i => i <= 30 ? $"p{i},train,{i / 2 % 2}" : $"p{i},validation,");
        var text = string.Join('\n', ["patient_id,set,fold", .. lines]) + "\n";
        Assert.Contains(before, text);
        File.WriteAllText(given, text.Replace(before, after, StringComparison.Ordinal));
        Assert.Contains(message, made.Refusal(made.Specification with { Split = new SplitOptions { File = given } }));
    }

    [Theory]
    [InlineData(37, "validation", "the validation set holds no case, so no AUROC can be computed on it (9 cases in all).")]
    [InlineData(33, "test", "the test set holds no case")]
    public void A_set_with_one_class_is_refused(int after, string set, string message)
    {
        using var made = new MadeCohort();
        // Every fourth patient is a case, so up to three in a row are none; the 40th stays out.
        made.Write(string.Join('\n', [Header, .. Enumerable.Range(1, 39).Select(i =>
            $"{MadeCohort.Row(i)},{(i > after && i <= after + 2 ? set : set == "test" && i % 8 >= 6 | i % 8 == 0 ? "val" : "train")}")]));
        Assert.Contains(message, made.Refusal(made.Specification with { Split = ByColumn }));
    }

    [Fact]
    public void Fewer_cases_than_folds_are_refused()
    {
        using var made = new MadeCohort();
        Assert.Contains(
            "7 of its 10 cases are in train, fewer than the 8 folds; every fold needs at least one. Lower 'folds', move more patients to "
            + "train, or bring more cases.",
            made.Refusal(made.Specification with { Folds = 8 }));
    }
}
