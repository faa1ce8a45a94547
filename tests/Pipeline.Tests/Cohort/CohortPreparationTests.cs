using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class CohortPreparationTests
{
    [Fact]
    public void A_prepared_cohort_comes_back_from_disk_exactly()
    {
        using var made = new MadeCohort();
        made.Change("p7,", "\"p,7 \"\"x\"\"\",");
        made.Change("21.5", "0.1234567890123456789");
        for (var i = 1; i <= 30; i++) made.Scan($"p{i}.nii");
        var cohort = made.Prepare(made.WithScans);
        var loaded = PreparedCohort.Load(made.Attempt);

        Assert.Equal(cohort.Patients, loaded.Patients);
        Assert.Equal(cohort.Scans, loaded.Scans);
        Assert.Equal(cohort.VolumeSize!.Value, loaded.VolumeSize!.Value);
        Assert.Equal(cohort.Columns.Select(column => (column.Name, column.Kind, string.Join('|', column.Levels))),
            loaded.Columns.Select(column => (column.Name, column.Kind, string.Join('|', column.Levels))));
        for (var column = 0; column < cohort.Columns.Length; column++)
            Assert.Equal(cohort.Values[column].Select(BitConverter.DoubleToInt64Bits), loaded.Values[column].Select(BitConverter.DoubleToInt64Bits));
        Assert.Contains("p,7 \"x\"", loaded.Patients.Select(patient => patient.Id));
    }

    [Fact]
    public void The_order_of_the_rows_changes_nothing()
    {
        using var made = new MadeCohort();
        made.Prepare();
        var before = Files(made.Attempt);
        made.WriteRows(i => MadeCohort.Row(41 - i));
        made.Prepare();
        foreach (var name in new[] { "split.csv", "patients.csv", "columns.json" })
            Assert.Equal(before[name], Files(made.Attempt)[name]);
    }

    [Fact]
    public void The_report_counts_everyone_and_names_no_place_and_no_patient()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 30; i++) made.Scan($"p{i}_t2.nii.gz");
        made.Scan("p3_t1.nii.gz");
        made.Scan("p99_t2.nii.gz");
        made.Scan("notes.txt");
        var cohort = made.Prepare(made.WithScans);
        var text = File.ReadAllText(Path.Combine(made.Attempt, "cohort.json"));
        var report = JsonDocument.Parse(text).RootElement;

        Assert.DoesNotContain(made.Root, text);
        Assert.DoesNotContain(Environment.MachineName, text);
        Assert.Equal(40, report.GetProperty("rowsIn").GetInt32());
        Assert.Equal(31, report.GetProperty("patients").GetProperty("scans").GetInt32());
        Assert.Equal(30, report.GetProperty("patients").GetProperty("withMri").GetInt32());
        Assert.Equal(40, report.GetProperty("sets").EnumerateArray().Sum(set => set.GetProperty("count").GetProperty("patients").GetInt32()));
        Assert.Equal(1, report.GetProperty("excluded")[0].GetProperty("count").GetInt32());
        Assert.Equal("named 'x99_x9.nii.gz' (1)", report.GetProperty("excluded")[0].GetProperty("first").GetString());
        Assert.DoesNotContain("_t2", text);
        Assert.Equal(SplitHash.Of(cohort.Patients), report.GetProperty("splitHash").GetString());
        Assert.Contains(made.Warnings, warning => warning.Contains("named 'x99_x9.nii.gz' (1)", StringComparison.Ordinal));
        Assert.Equal(31 + 1, report.GetProperty("inputs").GetArrayLength());
    }

    [Fact]
    public void Preparing_twice_gives_the_same_files_and_computes_no_volume_again()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 30; i++) made.Scan($"p{i}.nii", i == 5 ? "odd" : "");
        made.Prepare(made.WithScans);
        var (first, prepared, warnings) = (Files(made.Attempt), made.Prepared.Count, made.Warnings.ToList());
        made.Warnings.Clear();
        made.Prepare(made.WithScans);

        Assert.Equal(30, prepared);
        Assert.Equal(30, made.Prepared.Count);
        Assert.Equal(first, Files(made.Attempt));
        Assert.Equal(warnings, made.Warnings);
        Assert.Contains("the scan of row 5 (line 6) of clinical.csv: No orientation.", made.Warnings);
    }

    [Fact]
    public void A_damaged_volume_in_the_cache_is_computed_again()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 30; i++) made.Scan($"p{i}.nii");
        var cohort = made.Prepare(made.WithScans);
        var volume = Path.Combine(made.Workspace, cohort.Scans[0].Volume);
        var whole = File.ReadAllBytes(volume);
        File.WriteAllBytes(volume, whole[..^4]);

        made.Prepare(made.WithScans);
        Assert.Equal(31, made.Prepared.Count);
        Assert.Equal(whole, File.ReadAllBytes(volume));
        Assert.Equal(2 * 2 * 1 * sizeof(float), whole.Length);
    }

    [Fact]
    public void A_changed_input_is_named_and_a_scan_by_its_line()
    {
        using var made = new MadeCohort();
        for (var i = 1; i <= 30; i++) made.Scan($"p{i}.nii");
        made.Prepare(made.WithScans);
        Assert.Null(InputFiles.Verify(made.Attempt));

        made.Scan("p7.nii", "same"); // another content
        var line = File.ReadAllLines(Path.Combine(made.Attempt, InputFiles.FileName))
            .Index()
            .Single(line => line.Item.Contains("p7.nii", StringComparison.Ordinal)).Index
            + 1;
        Assert.Equal($"the scan on line {line} of {Path.Combine(made.Attempt, InputFiles.FileName)} has changed", InputFiles.Verify(made.Attempt));
        made.Change("p40,", "p41,");
        Assert.EndsWith("clinical.csv has changed", InputFiles.Verify(made.Attempt));
        File.Delete(made.Table);
        Assert.EndsWith("clinical.csv is gone", InputFiles.Verify(made.Attempt));
    }

    private static Dictionary<string, string> Files(string folder) =>
        Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
}
