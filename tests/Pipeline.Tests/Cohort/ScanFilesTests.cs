using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class ScanFilesTests
{
    [Fact]
    public void A_patient_may_have_several_scans_or_none()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 30; i++) made.Scan($"p{i}.nii");
        made.Scan("p1_again.nii.gz");
        made.Scan("._p2.nii");
        var cohort = made.Prepare(made.WithScans);
        Assert.Equal(2, cohort.Scans.Count(scan => scan.PatientId == "p1"));
        Assert.Equal(1, cohort.Scans.Count(scan => scan.PatientId == "p2"));
        Assert.DoesNotContain(cohort.Scans, scan => scan.PatientId == "p40");
        Assert.All(cohort.Scans, scan => Assert.StartsWith("volumes/", scan.Volume));
    }

    [Fact]
    public void A_pattern_with_a_slash_looks_into_folders()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"sub-p{i}/anat/t2.nii");
        var cohort = made.Prepare(Scans(made, made.WithScans.Cohort.Mri! with { Pattern = "sub-{patient_id}/anat/*.nii" }));
        Assert.Equal(40, cohort.Scans.Select(scan => scan.PatientId).Distinct().Count());
    }

    [Fact]
    public void A_column_can_name_the_files()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"{MadeCohort.Row(i)},{(i <= 36 ? $"x/{i}.nii" : "NA")}", "patient_id,age,crp,hla,stage,label,path");
        for (var i = 1; i <= 37; i++) made.Scan($"x/{i}.nii");
        var cohort = made.Prepare(Scans(made, new MriFilesOptions(made.Scans, IdFrom: "path")));
        Assert.Equal(36, cohort.Scans.Length);
        Assert.DoesNotContain(cohort.Columns, column => column.Name == "path");
        Assert.Contains(made.Warnings, warning => warning == "1 scans belong to no row of the clinical table and are left out (named 'x/99.nii' (1)).");
    }

    [Theory]
    [InlineData("../p3.nii", "row 3 (line 4), column 'path': the value leads out of cohort.mri.folder.")]
    [InlineData("/etc/passwd", "the value leads out of cohort.mri.folder.")]
    [InlineData("nowhere.nii", "the value is not a file in ")]
    [InlineData("p1.nii", "is already the scan of row 1. One scan cannot be two patients'.")]
    public void A_path_that_cannot_be_the_patients_is_refused(string path, string message)
    {
        using var made = new MadeCohort();
        made.WriteRows(i => $"{MadeCohort.Row(i)},{(i == 3 ? path : $"p{i}.nii")}", "patient_id,age,crp,hla,stage,label,path");
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.nii");
        Assert.Contains(message, made.Refusal(Scans(made, new MriFilesOptions(made.Scans, IdFrom: "path"))));
    }

    [Fact]
    public void A_folder_without_a_fitting_file_is_refused_with_what_is_there()
    {
        using var made = new MadeCohort();
        Assert.Contains("cohort.mri.folder is not there", made.Refusal(made.WithScans));
        made.Scan("q1.nii");
        var message = made.Refusal(made.WithScans);
        Assert.Contains("no file fits cohort.mri.pattern \"{patient_id}*.nii*\" for any of the 40 patients. Files there have names of the form 'x9.nii' (1), patients ids of the form 'x99' (31), 'x9' (9), with x for a letter and 9 for a digit.", message);
    }

    [Fact]
    public void The_first_broken_scan_is_named_and_nothing_is_left()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.nii", i is 5 or 7 ? "broken" : "");
        Assert.Equal("the scan of row 5 (line 6) of clinical.csv: broken.", made.Refusal(made.WithScans));
    }

    [Fact]
    public void One_scan_under_two_ids_in_two_sets_is_warned_about()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.nii", "the same");
        made.Prepare(made.WithScans);
        Assert.Contains(made.Warnings, warning => warning.Contains("have a scan that a patient in another set or fold has too", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_few_cases_with_MRI_are_refused_before_any_scan_is_prepared()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) if (i % 4 != 0 || i == 4) made.Scan($"p{i}.nii");
        Assert.Contains("1 of its 1 cases with MRI are in train, fewer than the 2 folds", made.Refusal(made.WithScans with { RandomSeed = 1 }));
        Assert.Empty(made.Prepared);
    }

    private static RunSpecification Scans(MadeCohort made, MriFilesOptions files) =>
        made.WithScans with { Cohort = made.WithScans.Cohort with { Mri = files } };
}
