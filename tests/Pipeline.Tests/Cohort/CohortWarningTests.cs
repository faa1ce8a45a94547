using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class CohortWarningTests
{
    private const string Header = "patient_id,age,x,label";

    [Fact]
    public void An_ordinary_cohort_has_none()
    {
        using var made = new MadeCohort();
        made.Prepare();
        Assert.Empty(made.Warnings);
    }

    [Fact]
    public void A_column_made_from_the_label_is_noticed()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{i},{(i % 2 == 0 ? "treated" : i % 4 == 1 ? "no" : "unknown")},{(i % 2 == 0 ? 1 : 0)}", Header);
        made.Prepare();
        Assert.Single(made.Warnings);
        Assert.StartsWith("LEAK ALARM, a feature that tells the label: column 'x' = treated alone", made.Warnings[0]);

        made.Warnings.Clear();
        made.WriteRows(i => $"p{i},{i},{(i % 2 == 0 ? 100 + i : i)},{(i % 2 == 0 ? 1 : 0)}", Header);
        made.Prepare();
        Assert.Contains(made.Warnings, warning => warning.Contains("column 'x' alone", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_with_one_value_is_noticed()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},50.25,{i % 2},{(i % 4 == 0 ? 1 : 0)}", Header);
        made.Prepare();
        Assert.Contains("Column 'age' has the same value in every row that has one: it tells nothing.", made.Warnings);
    }

    [Fact]
    public void Levels_that_differ_in_case_and_patients_without_values_are_noticed()
    {
        using var made = new MadeCohort();
        made.WriteRows(i =>
            $"p{i},{(i == 7 ? "" : 20 + i % 9)},{(i == 7 ? "" : i % 3 == 0 ? "Borderline" : i % 3 == 1 ? "borderline" : "clear")},{(i % 4 == 0 ? 1 : 0)}",
            Header);
        made.Prepare();
        Assert.Contains("Column 'x' has levels that differ only in case: Borderline, borderline. They count as different.", made.Warnings);
        Assert.Contains("1 patients have no clinical value at all; theirs are imputed.", made.Warnings);
    }

    [Fact]
    public void Columns_that_are_no_features_are_reported_with_their_reason()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"p{i},{20 + i % 9},,{(i % 4 == 0 ? 1 : 0)}", "patient_id,age,Störung,label");
        var cohort = made.Prepare();
        var report = File.ReadAllText(Path.Combine(made.Attempt, "cohort.json"));
        Assert.Equal("age", Assert.Single(cohort.Columns).Name);
        Assert.Contains("Störung", report);
        Assert.Contains("no cell holds a value", report);
    }

    [Fact]
    public void Without_a_clinical_branch_no_column_is_a_feature()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.nii");
        Assert.Empty(made.Prepare(made.WithScans with { Clinical = null }).Columns);
    }

    [Fact]
    public void Both_halves_of_a_pair_are_inputs()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.hdr");
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.img");
        var pairs = made.WithScans with { Cohort = made.WithScans.Cohort with { Mri = new MriFilesOptions(made.Scans, "{patient_id}.hdr") } };
        Assert.Equal(40, made.Prepare(pairs).Scans.Length);
        Assert.Equal(1 + 2 * 40, InputFiles.Load(made.Attempt).Length);
        made.Scan("p3.img", "other voxels");
        Assert.Matches("^the scan on line [0-9]+ of .*inputs.csv has changed$", InputFiles.Verify(made.Attempt));
    }

    [Fact]
    public void A_damaged_cohort_on_disk_is_refused()
    {
        using var made = new MadeCohort();
        made.Prepare();
        var patients = Path.Combine(made.Attempt, "patients.csv");
        File.WriteAllText(patients, File.ReadAllText(patients)[..^12]);
        Assert.Contains("the prepared cohort cannot be read", Assert.Throws<RefusedInputException>(() => PreparedCohort.Load(made.Attempt)).Message);
        File.Delete(patients);
        Assert.Throws<RefusedInputException>(() => PreparedCohort.Load(made.Attempt));
    }
}
