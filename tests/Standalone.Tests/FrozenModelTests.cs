using System.Formats.Tar;
using System.Text.RegularExpressions;
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

        var (code, output, errors) = AxspaProcess.Run("predict", "--run", "last", "--workspace", undisturbed.Workspace, "--cohort", cohort, "--out", At("answers.csv"), "--device", "cpu");

        Assert.True(code == 0, errors);
        Assert.Equal(At("answers.csv"), output.TrimEnd());
        var answer = Assert.Single(Rows(File.ReadAllText(At("answers.csv")))).Value;
        Assert.All(answer, column => Assert.Equal((column.Key, patient.Value[column.Key]), (column.Key, column.Value)));
    }

    [Fact]
    public void Exporting_twice_gives_the_same_bytes_and_the_printed_hash_is_the_files()
    {
        var first = Export();
        var bytes = File.ReadAllBytes(Bundle);
        Assert.Equal(first, Export());
        Assert.Equal(bytes, File.ReadAllBytes(Bundle));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), first);
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
    public void A_damaged_bundle_and_another_than_the_wanted_one_are_refused()
    {
        Export();
        var bytes = File.ReadAllBytes(Bundle);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Bundle, bytes);
        IsRefused(["predict", "--bundle", Bundle, "--cohort", undisturbed.Cohort.Specification], Bundle, "weights.safetensors", "exported");
        IsRefused(["predict", "--bundle", Bundle, "--sha256", new string('0', 64), "--cohort", undisturbed.Cohort.Specification], "SHA-256", new string('0', 64));
    }

    [Fact]
    public void A_table_without_the_features_is_refused_and_all_of_them_are_named()
    {
        Export();
        File.WriteAllText(At("clinical.csv"), "patient_id,age_years,CRP\np1,40,3\n");
        File.WriteAllText(At("cohort.yaml"), "cohort: { clinical: clinical.csv }\n");
        IsRefused(["predict", "--bundle", Bundle, "--cohort", At("cohort.yaml"), "--out", At("answers.csv")], "clinical.csv", "'CRP_mg_per_l'", "'HLA_B27'", "'smoking'");
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
    private string Export()
    {
        var (code, output, errors) = AxspaProcess.Run("export", "last", "--workspace", undisturbed.Workspace, "--out", Bundle);
        Assert.True(code == 0, errors);
        Assert.EndsWith($"{Bundle}\n", output, StringComparison.Ordinal);
        return Regex.Match(output, "^sha256 ([0-9a-f]{64})\n").Groups[1].Value;
    }

    /// <summary>A cohort file beside a table of some of the run's patients, in reverse order.</summary>
    private string Cohort(Func<string, string?> wanted, bool withoutLabels = false)
    {
        var lines = File.ReadAllLines(Path.Combine(undisturbed.Cohort.Folder, "tiny", "clinical.csv"));
        string Row(string line) => withoutLabels ? string.Join(',', line.Split(',').Where((_, column) => column != 1)) : line;
        File.WriteAllLines(At("clinical.csv"), [Row(lines[0]), .. lines.Skip(1).Where(line => wanted(line) is not null).Reverse().Select(Row)]);
        File.WriteAllText(At("cohort.yaml"), $"cohort:\n  clinical: clinical.csv\n  mri: {{ folder: \"{undisturbed.Cohort.Folder}/tiny/mri\" }}\n");
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
            row => row[0], row => Enumerable.Range(0, header.Length).ToDictionary(column => header[column], column => row[column], StringComparer.Ordinal), StringComparer.Ordinal);
    }

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
