using System.Formats.Tar;
using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Imaging;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>A finished run's model, taken elsewhere and asked again: what a person types, and what comes out.</summary>
[Collection(UndisturbedRun.Shared)]
public sealed class FrozenModelTests(UndisturbedRun undisturbed) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-frozen-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Bundle => At("tiny.axspa.tar");

    private string Results => Path.Combine(RunOnDisk.OnlyOne(undisturbed.Workspace).Folder, "results");

    [Fact]
    public void A_bundle_alone_gives_the_runs_own_patients_the_runs_own_bits()
    {
        Export();
        var cohort = Cohort(line => line.Split(',')[0]);

        var (code, output, errors) = AxspaProcess.Run("predict", "--bundle", Bundle, "--cohort", cohort, "--device", "cpu");

        Assert.True(code == 0, errors);
        var (own, answers) = (Rows(File.ReadAllText(Path.Combine(Results, "predictions.csv"))), Rows(output));
        var fresh = own.Where(row => row.Value["set"] != "train").ToList();
        Assert.True(fresh.Count >= 15);
        Assert.Contains(fresh, row => row.Value["has_mri"] == "0");
        foreach (var (patient, row) in fresh)
            foreach (var column in row.Keys.Where(name => name is not ("set" or "label")))
                Assert.Equal((patient, column, row[column]), (patient, column, answers[patient][column]));
    }

    [Fact]
    public void The_run_itself_and_a_table_of_one_patient_without_a_label_give_the_same_bits()
    {
        var patient = Rows(File.ReadAllText(Path.Combine(Results, "predictions.csv"))).Last(row => row.Value["set"] == "test" && row.Value["has_mri"] == "1");
        var cohort = Cohort(line => line.StartsWith(patient.Key, StringComparison.Ordinal) ? patient.Key : null, withoutLabels: true);

        var (code, output, errors) = AxspaProcess.Run(
            "predict", "--run", "last", "--workspace", undisturbed.Workspace, "--cohort", cohort, "--out", At("answers.csv"), "--device", "cpu");

        Assert.True(code == 0, errors);
        Assert.Equal(At("answers.csv"), output.TrimEnd());
        var answer = Assert.Single(Rows(File.ReadAllText(At("answers.csv")))).Value;
        Assert.Equal("", answer["unlike"]);
        Assert.All(answer.Where(column => column.Key != "unlike"), column => Assert.Equal((column.Key, patient.Value[column.Key]), (column.Key, column.Value)));
    }

    [Fact]
    public void Exporting_twice_gives_the_same_bytes_and_the_printed_hash_is_the_files()
    {
        var first = Export();
        var bytes = File.ReadAllBytes(Bundle);
        Assert.Equal(first, Export("--overwrite"));
        Assert.Equal(bytes, File.ReadAllBytes(Bundle));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), first);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_where_that_is_asked_for()
    {
        Export();
        var bytes = File.ReadAllBytes(Bundle);
        IsRefused(["export", "last", "--workspace", undisturbed.Workspace, "--out", Bundle], "there is such a file already", "--overwrite");
        IsRefused(["predict", "--bundle", Bundle, "--cohort", undisturbed.Cohort.Specification, "--out", Bundle], "there is such a file already",
            "--overwrite");
        Assert.Equal(bytes, File.ReadAllBytes(Bundle));
    }

    [Fact]
    public void A_bundle_holds_no_patient_and_no_place()
    {
        Export();
        using var tar = new TarReader(File.OpenRead(Bundle));
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new StreamReader(entry.DataStream!);
            if (entry.Name.EndsWith(".safetensors", StringComparison.Ordinal))
                continue;
            var text = content.ReadToEnd();
            Assert.DoesNotContain("AX0", text);
            Assert.DoesNotContain(undisturbed.Cohort.Folder, text);
            Assert.DoesNotMatch($@"\b{Regex.Escape(Environment.MachineName)}\b", text);
        }
    }

    [Fact]
    public void Evaluating_the_runs_own_test_patients_gives_the_runs_own_headlines_with_their_intervals()
    {
        Export();
        var test = Rows(File.ReadAllText(Path.Combine(Results, "predictions.csv"))).Where(row => row.Value["set"] == "test").Select(row => row.Key).ToHashSet();
        var cohort = Cohort(line => test.Contains(line.Split(',')[0]) ? line : null, label: "label: { column: label }");

        var (code, output, errors) = AxspaProcess.Run("evaluate", "--bundle", Bundle, "--cohort", cohort, "--out", At("own"), "--device", "cpu");

        Assert.True(code == 0, errors);
        var lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(undisturbed.Ended.Out.Split('\n')[..3], lines[..3]);
        Assert.Equal(At("own"), lines[^1]);
    }

    [Fact]
    public void Another_hospitals_cohort_gets_figures_shift_and_a_recalibration_that_predict_can_use()
    {
        Export();
        Assert.Equal(0, AxspaProcess.Run("cohort", "generate", "--out", At("other"), "--patients", "80", "--random-seed", "9").Code);
        File.WriteAllText(At("other.yaml"),
            "name: elsewhere\ncohort: { clinical: other/clinical.csv, label: { column: label }, mri: { folder: other/mri } }\n");

        var (code, output, errors) = AxspaProcess.Run(
            "evaluate", "--bundle", Bundle, "--cohort", At("other.yaml"), "--out", At("external"), "--recalibrate", "logistic", "--device", "cpu");

        Assert.True(code == 0, errors);
        var answers = Rows(File.ReadAllText(Path.Combine(At("external"), "predictions.csv")));
        Assert.Equal(80, answers.Count);
        var complete = answers.Values.Where(row => row["has_mri"] == "1").ToList();
        var auroc = Auroc(complete.Select(row => (row["label"] == "1", double.Parse(row["fusion_probability"], CultureInfo.InvariantCulture))).ToList());
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"[Late-fusion]                      AUROC: {auroc:F2} (95% CI "), output);
        Assert.Matches(@"\[Late-fusion, recalibrated here\]   AUROC: \d\.\d\d", output);
        Assert.Contains("How this cohort differs from the training patients", output);
        Assert.Contains("smoking", File.ReadAllText(Path.Combine(At("external"), "shift.csv")));
        Assert.Contains("cross-fitted", File.ReadAllText(Path.Combine(At("external"), "metrics.txt")));
        foreach (var file in new[] { "metrics.json", "shift_bins.csv", "recalibration.json", "provenance.json", "roc_curve.png", "calibration.png",
            "calibration_recalibrated.png" })
            Assert.True(File.Exists(Path.Combine(At("external"), file)), file);

        var predicted = AxspaProcess.Run(
            "predict", "--bundle", Bundle, "--cohort", At("other.yaml"), "--recalibration", Path.Combine(At("external"), "recalibration.json"), "--device",
            "cpu");
        Assert.True(predicted.Code == 0, predicted.Errors);
        Assert.Contains("'elsewhere'", predicted.Errors);
        var again = Rows(predicted.Out);
        Assert.All(again, row => Assert.Equal(answers[row.Key]["fusion_probability"], row.Value["fusion_probability"]));
        Assert.All(again.Values, row => Assert.InRange(double.Parse(row["fusion_recalibrated"], CultureInfo.InvariantCulture), 0, 1));
        IsRefused(["evaluate", "--bundle", Bundle, "--cohort", At("other.yaml"), "--out", At("external")], "not written over");
    }

    [Fact]
    public void A_patient_is_explained_feature_by_feature_and_in_the_scans_own_space()
    {
        var patient = Rows(File.ReadAllText(Path.Combine(Results, "predictions.csv")))
            .First(row => row.Value["set"] == "test" && row.Value["has_mri"] == "1").Key;

        var (code, output, errors) = AxspaProcess.Run(
            "explain", "--run", "last", "--workspace", undisturbed.Workspace, "--patient", patient, "--out", At("why"), "--device", "cpu");

        Assert.True(code == 0, errors);
        Assert.Contains($"Patient {patient}", output);
        Assert.Contains("what moves the late fusion", output);
        Assert.Contains("what moves the clinical network", output);
        var (row, own) = (Rows(File.ReadAllText(Path.Combine(At("why"), "predictions.csv")))[patient],
            Rows(File.ReadAllText(Path.Combine(Results, "predictions.csv")))[patient]);
        Assert.Equal(own["fusion_probability"], row["fusion_probability"]);
        foreach (var file in new[] { $"{patient}_waterfall.png", $"{patient}_scan1_occlusion.png", "maps.csv", "clinical_contributions.csv",
            "fusion_contributions.csv" })
            Assert.True(File.Exists(Path.Combine(At("why"), file)), file);
        using var scan = NiftiImage.Open(Path.Combine(undisturbed.Cohort.Folder, "tiny", "mri", $"{patient}_scan1.nii.gz"));
        using var map = NiftiImage.Open(Path.Combine(At("why"), $"{patient}_scan1_occlusion.nii.gz"));
        Assert.Equal(scan.Header.Shape.AsEnumerable(), map.Header.Shape);
        Assert.Equal(scan.Affine, map.Affine);
    }

    [Fact]
    public void Who_cannot_be_explained_is_told_why()
    {
        IsRefused(["explain", "--run", "last", "--workspace", undisturbed.Workspace, "--patient", "AX001", "--out", At("why")],
            "No patient of the cohort has the id 'AX001'", "look like 'xx9999'");
        Export();
        IsRefused(["explain", "--bundle", Bundle, "--patient", "AX0001", "--out", At("why")], "A bundle holds no patient", "--cohort");
        Assert.False(Directory.Exists(At("why")));
    }

    [Fact]
    public void A_damaged_bundle_and_another_than_the_wanted_one_are_refused()
    {
        Export();
        var bytes = File.ReadAllBytes(Bundle);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Bundle, bytes);
        IsRefused(["predict", "--bundle", Bundle, "--cohort", undisturbed.Cohort.Specification], Bundle, "weights.safetensors", "exported");
        IsRefused(["predict", "--bundle", Bundle, "--sha256", new string('0', 64), "--cohort", undisturbed.Cohort.Specification], "SHA-256",
            new string('0', 64));
    }

    [Fact]
    public void A_table_without_the_features_is_refused_and_all_of_them_are_named()
    {
        Export();
        File.WriteAllText(At("clinical.csv"), "patient_id,age_years,CRP\np1,40,3\n");
        File.WriteAllText(At("cohort.yaml"), "cohort: { clinical: clinical.csv }\n");
        IsRefused(["predict", "--bundle", Bundle, "--cohort", At("cohort.yaml"), "--out", At("answers.csv")], "clinical.csv", "'CRP_mg_per_l'", "'HLA_B27'",
            "'smoking'");
        Assert.False(File.Exists(At("answers.csv")));
    }

    [Fact]
    public void A_changed_file_of_the_run_is_named_instead_of_used()
    {
        var copy = At("ws");
        CopyFolder(undisturbed.Workspace, copy);
        var weights = Path.Combine(RunOnDisk.OnlyOne(copy).Folder, "folds", "mri-3", "attempt-1", "weights.safetensors");
        File.AppendAllText(weights, "x");
        IsRefused(["export", "last", "--workspace", copy, "--out", Bundle], weights, "run verify");
        Assert.False(File.Exists(Bundle));
    }

    [Fact]
    public void Neither_run_nor_bundle_and_both_are_refused()
    {
        IsRefused(["predict", "--cohort", undisturbed.Cohort.Specification], "--run RUN", "--bundle FILE");
        IsRefused(["predict", "--run", "nonsense", "--workspace", undisturbed.Workspace, "--cohort", undisturbed.Cohort.Specification], "no run 'nonsense'");
    }

    private string At(string name) => Path.Combine(_folder, name);

    /// <returns>The printed SHA-256.</returns>
    private string Export(params string[] also)
    {
        var (code, output, errors) = AxspaProcess.Run(["export", "last", "--workspace", undisturbed.Workspace, "--out", Bundle, .. also]);
        Assert.True(code == 0, errors);
        Assert.EndsWith($"{Bundle}\n", output, StringComparison.Ordinal);
        return Regex.Match(output, "^sha256 ([0-9a-f]{64})\n").Groups[1].Value;
    }

    /// <summary>A cohort file beside a table of some of the run's patients, in reverse order.</summary>
    private string Cohort(Func<string, string?> wanted, bool withoutLabels = false, string label = "")
    {
        var lines = File.ReadAllLines(Path.Combine(undisturbed.Cohort.Folder, "tiny", "clinical.csv"));
        string Row(string line) => withoutLabels ? string.Join(',', line.Split(',').Where((_, column) => column != 1)) : line;
        File.WriteAllLines(At("clinical.csv"), [Row(lines[0]), .. lines.Skip(1).Where(line => wanted(line) is not null).Reverse().Select(Row)]);
        File.WriteAllText(At("cohort.yaml"), $"cohort:\n  clinical: clinical.csv\n  {label}\n  mri: {{ folder: \"{undisturbed.Cohort.Folder}/tiny/mri\" }}\n");
        return At("cohort.yaml");
    }

    private static void IsRefused(string[] arguments, params string[] says)
    {
        var (code, output, errors) = AxspaProcess.Run(arguments);
        Assert.True(code == 2, $"exit code {code}: {errors}");
        Assert.Empty(output);
        Assert.All(says, text => Assert.Contains(text, errors));
        Assert.DoesNotContain("   at ", errors);
    }

    private static Dictionary<string, Dictionary<string, string>> Rows(string csv)
    {
        var lines = csv.TrimEnd('\n').Split('\n');
        var header = lines[0].Split(',');
        return lines.Skip(1).Select(line => line.Split(',')).ToDictionary(
            row => row[0], row => Enumerable.Range(0, header.Length).ToDictionary(column => header[column], column => row[column], StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>By its definition: how often a case is above a control.</summary>
    private static double Auroc(List<(bool IsCase, double Score)> rows) =>
        (
            from one in rows
            where one.IsCase
            from other in rows
            where !other.IsCase
            select one.Score > other.Score ? 1 : one.Score == other.Score ? 0.5 : 0).Average();

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
