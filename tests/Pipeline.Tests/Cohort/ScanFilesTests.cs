using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;
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
        Assert.Contains("no file fits cohort.mri.pattern \"{patient_id}*.nii*\" for any of the 40 patients. Files there have names of the form 'x9.nii' (1), "
            + "patients ids of the form 'x99' (31), 'x9' (9), with x for a letter and 9 for a digit.",
            message);
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

    [Fact]
    public void Endings_in_capitals_are_read_and_by_the_first_rules_counted()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}_t2{(i % 10) switch { 1 => ".NII", 2 => ".Nii.Gz", _ => ".nii" }}");
        Assert.Equal(40, made.Prepare(made.WithScans).Scans.Length);
        Assert.Empty(made.Warnings);
        Assert.Equal(32, made.Prepare(made.WithScans with { Rules = RunRules.First }).Scans.Length);
        Assert.Contains(made.Warnings,
            warning =>
                warning.StartsWith("8 scans are left out, for the first rules (rules: 1) read .nii, .nii.gz and .hdr in small letters only (named '",
                    StringComparison.Ordinal));
    }

    /// <summary>Whatever lies in the folder is read, or counted in cohort.json and told.</summary>
    [Fact]
    public void Nothing_in_the_folder_is_left_out_unsaid()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.nii");
        foreach (var name in new[] { "q7_t2.nii", "P9_t2.nii", "map.hdr", "map.img", "lone.IMG", "p1.json", "p2.json", "notes", ".DS_Store", "._p2.nii",
            "deeper/p3.nii", "s1.dcm" })
            made.Scan(name);
        made.Prepare(made.WithScans);
        var report = CohortReport.FromJson(File.ReadAllBytes(Path.Combine(made.Attempt, CohortReport.FileName)));
        Assert.Equal([1, 1, 1, 1, 4, 2, 1], report.Excluded.Select(exclusion => exclusion.Count));
        Assert.All(
            report.Excluded.Zip(["belong to no row", "upper and lower case", "do not fit cohort.mri.pattern", "have no header", "no scans by their endings",
                "begin with a dot", "has no slash"]),
            pair => Assert.Contains(pair.Second, pair.First.Reason));
        Assert.Contains("'.json' (2)", report.Excluded.Single(exclusion => exclusion.Reason.StartsWith("files are no", StringComparison.Ordinal)).First);
        Assert.Contains("dcm2niix", report.Excluded.Single(exclusion => exclusion.Reason.StartsWith("files are no", StringComparison.Ordinal)).First);
        Assert.All(report.Excluded,
            exclusion => Assert.Contains(made.Warnings, warning => warning.StartsWith($"{exclusion.Count} {exclusion.Reason}", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_that_fits_two_patients_is_refused_by_their_rows()
    {
        using var made = new MadeCohort();
        made.WriteRows(i => MadeCohort.Row(i).Replace($"p{i},", $"{i},", StringComparison.Ordinal));
        for (var i = 1; i <= 40; i++) made.Scan($"visit_1_sub_{i}_t2.nii");
        var run = Scans(made, made.WithScans.Cohort.Mri! with { Pattern = "*{patient_id}*.nii*" });
        var refusal = made.Refusal(run);
        Assert.Contains("39 files fit more than one patient equally well by cohort.mri.pattern \"*{patient_id}*.nii*\". The first, of the form "
            + "'xxxxx_9_xxx_99_x9.nii', fits row 1 (line 2)",
            refusal);
        Assert.Contains("set cohort.mri.idFrom", refusal);
        Assert.Empty(made.Prepared);
        Assert.Equal(40,
            made.Prepare(Scans(made, made.WithScans.Cohort.Mri! with { Pattern = "*sub_{patient_id}_*.nii*" })).Scans.Select(scan => scan.PatientId)
                .Distinct()
                .Count());
        Assert.Equal(9, made.Prepare(run with { Rules = RunRules.First }).Scans.Count(scan => scan.PatientId == "1")); // as before
    }

    [Fact]
    public void A_link_that_leads_in_a_circle_gives_each_scan_once()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"sub/p{i}.nii");
        Directory.CreateSymbolicLink(Path.Combine(made.Scans, "sub", "loop"), made.Scans);
        File.CreateSymbolicLink(Path.Combine(made.Scans, "sub", "p1_again.nii"), Path.Combine(made.Scans, "sub", "p1.nii"));
        var cohort = made.Prepare(Scans(made, made.WithScans.Cohort.Mri! with { Pattern = "*/{patient_id}*.nii*" }));
        Assert.Equal(40, cohort.Scans.Length);
        Assert.Contains(made.Warnings, warning => warning.StartsWith("1 symbolic links lead to folders that are looked into anyway", StringComparison.Ordinal));
        Assert.Contains(made.Warnings, warning => warning.StartsWith("1 names lead to a scan that is read under another one", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_under_another_patients_name_is_refused()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 39; i++) made.Scan($"p{i}.nii");
        File.CreateSymbolicLink(Path.Combine(made.Scans, "p40.nii"), "p1.nii");
        Assert.Contains("1 files have names, by symbolic links, that fit different patients. The first, of the form 'x9.nii' and 'x99.nii', fits row 1 (line "
            + "2) of clinical.csv and row 40 (line 41)",
            made.Refusal(made.WithScans));
        made.WriteRows(i => $"{MadeCohort.Row(i)},p{i}.nii", "patient_id,age,crp,hla,stage,label,path");
        Assert.Contains("is already the scan of row 1. One scan cannot be two patients'",
            made.Refusal(Scans(made, new MriFilesOptions(made.Scans, IdFrom: "path"))));
    }

    [Fact]
    public void A_farm_of_links_beside_the_files_is_read_by_the_links_names()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++)
        {
            made.Scan($"raw/x{i}/t2.nii", $"scan {i}");
            Directory.CreateSymbolicLink(Path.Combine(made.Scans, $"sub-p{i}"), $"raw/x{i}");
        }
        Assert.Equal(40,
            made.Prepare(Scans(made, made.WithScans.Cohort.Mri! with { Pattern = "sub-{patient_id}/*.nii" })).Scans.Select(scan => scan.PatientId)
                .Distinct()
                .Count());
    }

    [Fact]
    public void The_same_scan_packed_and_not_is_told()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.nii");
        made.Scan("p3.nii.gz");
        made.Scan("p4.NII");
        made.Prepare(made.WithScans);
        Assert.Contains(made.Warnings,
            warning => warning.StartsWith("2 scans lie there twice under one name, such as .nii and .nii.gz", StringComparison.Ordinal));
        Assert.Contains("lie there twice", File.ReadAllText(Path.Combine(made.Attempt, CohortReport.FileName)));
    }

    [Fact]
    public void What_is_said_of_scans_stands_in_the_report_without_rows()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"p{i}.nii", i % 10 == 0 ? "odd" : "");
        made.Prepare(made.WithScans);
        var report = CohortReport.FromJson(File.ReadAllBytes(Path.Combine(made.Attempt, CohortReport.FileName)));
        Assert.Equal(["4 of 40 scans: No orientation."], report.ScanWarnings);
        Assert.Contains("the scan of row 10 (line 11) of clinical.csv and 3 more: No orientation.", report.Warnings);
        made.Prepare(made.Specification);
        Assert.DoesNotContain("scanWarnings", File.ReadAllText(Path.Combine(made.Attempt, CohortReport.FileName)));
    }

    [Fact]
    public void Names_in_another_case_are_asked_about()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 40; i++) made.Scan($"P{i}.nii");
        Assert.Contains("40 of them fit where upper and lower case are one: did you mean these?", made.Refusal(made.WithScans));
        made.WriteRows(i => $"{MadeCohort.Row(i)},p{i}.nii", "patient_id,age,crp,hla,stage,label,path");
        Assert.Contains("differs from it in upper and lower case only: did you mean that?",
            made.Refusal(Scans(made, new MriFilesOptions(made.Scans, IdFrom: "path"))));
        made.WriteRows(i => $"{MadeCohort.Row(i)},x\\p{i}.nii", "patient_id,age,crp,hla,stage,label,path");
        for (var i = 1; i <= 40; i++) made.Scan($"x/p{i}.nii");
        Assert.Contains("With / in place of the backslash it is one", made.Refusal(Scans(made, new MriFilesOptions(made.Scans, IdFrom: "path"))));
        Assert.Contains($"Did you mean '{made.Scans}'?", made.Refusal(Scans(made, new MriFilesOptions(Path.Combine(made.Root, "MRI")))));
        Assert.Contains($"Did you mean '{made.Table}'?",
            made.Refusal(made.Specification with { Cohort = made.Specification.Cohort with { Clinical = Path.Combine(made.Root, "Clinical.CSV") } }));
    }

    private static RunSpecification Scans(MadeCohort made, MriFilesOptions files) =>
        made.WithScans with { Cohort = made.WithScans.Cohort with { Mri = files } };
}
