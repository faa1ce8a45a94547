using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>What a run left in its folder.</summary>
internal sealed class RunOnDisk(string folder)
{
    public string Folder { get; } = folder;

    public static RunOnDisk OnlyOne(string workspace) => new(Assert.Single(Directory.GetDirectories(Path.Combine(workspace, "runs"))));

    /// <summary>Of that cohort in one process that nothing happens to.</summary>
    public static RunOnDisk Undisturbed(TinyCohort cohort)
    {
        var workspace = cohort.Workspace("undisturbed");
        var (code, _, errors) = AxspaProcess.Run("run", cohort.Specification, "--workspace", workspace, "--slots", "cpu:2", "--pbm-port", "off");
        Assert.True(code == 0, errors);
        return OnlyOne(workspace);
    }

    public string Log => File.ReadAllText(Path.Combine(Folder, "run.log"));

    /// <summary>How often each job was granted to a slot.</summary>
    public Dictionary<string, int> Grants =>
        Regex.Matches(Log, @" granted (\S+) attempt ").GroupBy(match => match.Groups[1].Value).ToDictionary(job => job.Key, job => job.Count());

    public List<string> OfficialJobs => [.. Regex.Matches(Log, @" official (\S+) attempt ").Select(match => match.Groups[1].Value)];

    /// <summary>The epochs that an attempt has finished by now, in the order in which its trainer said so.</summary>
    public int[] EpochsOf(string fold, int attempt) =>
        [.. Regex.Matches(TrainerLog(fold, attempt), @" epoch (\d+)/").Select(epoch => int.Parse(epoch.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>The epochs at which it wrote checkpoints that are there.</summary>
    public int[] CheckpointsOf(string fold, int attempt) =>
        Path.Combine(AttemptFolder(fold, attempt), "checkpoints") is var folder && Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "epoch-*.json")
                .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)["epoch-".Length..], CultureInfo.InvariantCulture))]
            : [];

    public string AttemptFolder(string fold, int attempt) => Path.Combine(Folder, "folds", fold, $"attempt-{attempt}");

    /// <summary>Empty as long as there is none.</summary>
    public string TrainerLog(string fold, int attempt) =>
        Path.Combine(AttemptFolder(fold, attempt), "trainer.log") is var log && File.Exists(log) ? ReadShared(log) : "";

    /// <summary>The equal set: name → content of everything that must not depend on what died on the way.</summary>
    public SortedDictionary<string, string> EqualSet()
    {
        var set = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "split.csv", "fusion/model.json", "results/predictions.csv", "results/metrics.json", "results/metrics.txt" })
            set[name] = Hash(Path.Combine(Folder, name));
        foreach (var fold in Directory.GetDirectories(Path.Combine(Folder, "folds")))
        {
            var official = Regex.Match(File.ReadAllText(Path.Combine(fold, "official.json")), "\"attempt\": (\\d+)").Groups[1].Value;
            foreach (var name in new[] { "oof.csv", "weights.safetensors" })
                set[$"{Path.GetFileName(fold)}/{name}"] = Hash(Path.Combine(fold, $"attempt-{official}", name));
        }
        return set;
    }

    public static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static string Hash(string path) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
}
