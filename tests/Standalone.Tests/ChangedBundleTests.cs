using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AxSpa.GpuNode;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>Somebody changes a file of a bundle, or of a run, and puts the hashes right: what comes out is a refusal by name, and never a number.</summary>
[Collection(UndisturbedRun.Shared)]
public sealed class ChangedBundleTests(UndisturbedRun undisturbed, ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-changed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Table => Path.Combine(undisturbed.Cohort.Folder, "tiny", "clinical.csv");

    [Theory]
    [InlineData("tree_info", "tree_info[0] is 5")]
    [InlineData("circle", "a child comes after its parent")]
    [InlineData("outside", "split_indices[0] is 100000")]
    public void A_fusion_that_XGBoost_would_not_survive_is_refused_by_field(string what, string says)
    {
        var bundle = Changed("fusion.json", fusion => Spoil(fusion["learner"]!["gradient_booster"]!["model"]!, what));
        IsRefused(["predict", "--bundle", bundle, "--cohort", Cohort()], bundle, "fusion.json", says);
    }

    [Fact]
    public void A_fusion_that_answers_otherwise_than_when_it_was_exported_is_refused()
    {
        var bundle = Changed("fusion.json", fusion =>
        {
            foreach (var tree in fusion["learner"]!["gradient_booster"]!["model"]!["trees"]!.AsArray())
                for (var (left, values, node) = (tree!["left_children"]!.AsArray(), tree["split_conditions"]!.AsArray(), 0); node < left.Count; node++)
                    if (left[node]!.GetValue<int>() < 0) values[node] = 0.25;
        });
        IsRefused(["predict", "--bundle", bundle, "--cohort", Cohort()], bundle, "known_answers.json: rows[0].margin", "changed after the export");
    }

    [Theory]
    [InlineData("fit.json", "models", "Path: $.models")]
    [InlineData("columns.json", "columns", "columns")]
    [InlineData("reference.json", "features", "features")]
    [InlineData("folds/clinical-1/preprocessing.json", "numbers", "numbers")]
    [InlineData("known_answers.json", "rows", "rows")]
    public void A_null_where_something_must_be_is_a_refusal_that_names_the_file_and_the_field(string file, string field, string says)
    {
        var bundle = Changed(file, content => content[field] = null);
        IsRefused(["predict", "--bundle", bundle, "--cohort", Cohort()], bundle, file, says);
    }

    [Fact]
    public void A_bundle_of_an_earlier_version_is_read_and_that_is_said_once()
    {
        var bundle = Changed(null, _ => { }, without: "known_answers.json");

        var (code, answers, errors) = AxspaProcess.Run("predict", "--bundle", bundle, "--cohort", Cohort(), "--device", "cpu");

        Assert.True(code == 0, errors);
        Assert.Equal(2, errors.Split("known_answers.json").Length);
        var (again, usual, _) = AxspaProcess.Run("predict", "--bundle", Export(), "--cohort", Cohort(), "--device", "cpu");
        Assert.Equal((0, usual), (again, answers));
    }

    [Fact]
    public void A_runs_own_fusion_is_looked_at_as_a_bundles_is()
    {
        var workspace = Path.Combine(_folder, "ws");
        foreach (var file in Directory.GetFiles(undisturbed.Workspace, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(workspace, Path.GetRelativePath(undisturbed.Workspace, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        var run = RunOnDisk.OnlyOne(workspace).Folder;
        var provenance = Path.Combine(run, "results", "provenance.json");
        var record = JsonNode.Parse(File.ReadAllText(provenance))!;
        var entry = record["files"]!.AsArray().First(file => file!["path"]!.GetValue<string>().EndsWith("/model.json", StringComparison.Ordinal))!;
        var path = Path.Combine(workspace, entry["path"]!.GetValue<string>());
        var fusion = JsonNode.Parse(File.ReadAllText(path))!;
        Spoil(fusion["learner"]!["gradient_booster"]!["model"]!, "circle");
        File.WriteAllText(path, fusion.ToJsonString());
        (entry["bytes"], entry["sha256"]) = (new FileInfo(path).Length, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        File.WriteAllText(provenance, record.ToJsonString());

        IsRefused(["predict", "--run", "last", "--workspace", workspace, "--cohort", Cohort()], "fusion.json", "a child comes after its parent");
        IsRefused(["export", "last", "--workspace", workspace, "--out", Path.Combine(_folder, "x.tar")], "fusion.json", "a child comes after its parent");
    }

    [Fact]
    public void A_library_that_ends_its_process_over_a_model_is_a_sentence_and_a_refusal()
    {
        var trainer = Path.Combine(_folder, "trainer");
        File.WriteAllText(trainer, """
            #!/bin/bash
            echo '{"type":"ready","processId":1,"device":"cpu","torchVersion":"2","xgboostVersion":"1.7.4"}'
            read -r order
            echo '{"type":"progress","stage":"model","step":0,"of":1,"trainingLoss":null,"validationAuroc":null}'
            kill -SEGV $$
            """);
        System.Diagnostics.Process.Start("chmod", ["+x", trainer]).WaitForExit();

        var (code, answers, errors) = AxspaProcess.Run(
            ["predict", "--bundle", Export(), "--cohort", Cohort(), "--device", "cpu"], new Dictionary<string, string> { ["AXSPA_TRAINER"] = trainer });

        Assert.Equal((2, ""), (code, answers));
        Assert.Contains("tiny.axspa.tar: XGBoost ended its process (code 139) while it read fusion.json", errors);
    }

    [Fact]
    public void Three_hundred_changes_are_refused_by_name_or_read_as_another_model_and_the_trainer_lives_on()
    {
        using var fuzz = new BundleFuzz(TrainerProgram.Find().Path, Export(), string.Join('\n', File.ReadLines(Table).Take(4)) + "\n");
        Assert.Null(fuzz.Unchanged());

        var wrong = Enumerable.Range(1, 300).Select(fuzz.Try).OfType<string>().Take(5).ToList();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{fuzz.Refused} refused; slowest {fuzz.Slowest.TotalSeconds:F2} s, {fuzz.PeakBytes >> 20} MiB"));
        Assert.Empty(wrong);
        Assert.InRange(fuzz.Refused, 200, 300);
        Assert.Contains("fusion.json", fuzz.FilesOfRefused);
        Assert.Contains("manifest.json", fuzz.FilesOfRefused);
    }

    private static void Spoil(JsonNode model, string what)
    {
        var tree = model["trees"]![0]!;
        switch (what)
        {
            case "tree_info": model["tree_info"]![0] = 5; break;
            case "circle": tree["left_children"]![0] = 0; break;
            default: tree["split_indices"]![0] = 100_000; break;
        }
    }

    private string Export()
    {
        var bundle = Path.Combine(_folder, "tiny.axspa.tar");
        var (code, _, errors) = AxspaProcess.Run("export", "last", "--workspace", undisturbed.Workspace, "--out", bundle, "--overwrite");
        Assert.True(code == 0, errors);
        return bundle;
    }

    private string Cohort()
    {
        File.WriteAllLines(Path.Combine(_folder, "clinical.csv"), File.ReadLines(Table).Take(4));
        File.WriteAllText(Path.Combine(_folder, "cohort.yaml"), "cohort: { clinical: clinical.csv }\n");
        return Path.Combine(_folder, "cohort.yaml");
    }

    /// <summary>The exported bundle with one file changed or left out, and the manifest put right.</summary>
    private string Changed(string? changed, Action<JsonNode> change, string? without = null)
    {
        var files = new List<(string Name, byte[] Content)>();
        using (var tar = new TarReader(File.OpenRead(Export())))
            while (tar.GetNextEntry() is { } entry)
            {
                using var content = new MemoryStream();
                entry.DataStream!.CopyTo(content);
                files.Add((entry.Name, content.ToArray()));
            }
        files.RemoveAll(file => file.Name == without);
        var at = files.FindIndex(file => file.Name == changed);
        if (at >= 0)
        {
            var node = JsonNode.Parse(files[at].Content)!;
            change(node);
            files[at] = (files[at].Name, Encoding.UTF8.GetBytes(node.ToJsonString()));
        }
        var manifest = JsonNode.Parse(files[0].Content)!;
        manifest["files"] = new JsonArray([.. files.Skip(1).Select(file => (JsonNode)new JsonObject
        {
            ["name"] = file.Name,
            ["bytes"] = file.Content.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Content)),
        })]);
        files[0] = (files[0].Name, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        var bundle = Path.Combine(_folder, "changed.axspa.tar");
        using (var tar = new TarWriter(File.Create(bundle), TarEntryFormat.Ustar))
            foreach (var (name, content) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        return bundle;
    }

    private static void IsRefused(string[] arguments, params string[] says)
    {
        var (code, answers, errors) = AxspaProcess.Run(arguments);
        Assert.True(code == 2, $"exit code {code}: {errors}");
        Assert.Empty(answers);
        Assert.All(says, text => Assert.Contains(text, errors));
        Assert.DoesNotContain("   at ", errors);
    }
}
