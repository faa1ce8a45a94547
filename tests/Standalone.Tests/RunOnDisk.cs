using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>What a run left in its folder.</summary>
internal sealed class RunOnDisk(string folder)
{
    public string Folder { get; } = folder;

    public static RunOnDisk OnlyOne(string workspace) => new(Assert.Single(Directory.GetDirectories(Path.Combine(workspace, "runs"))));

    public string Log => File.ReadAllText(Path.Combine(Folder, "run.log"));

    /// <summary>How often each job was granted to a slot.</summary>
    public Dictionary<string, int> Grants =>
        Regex.Matches(Log, @" granted (\S+) attempt ").GroupBy(match => match.Groups[1].Value).ToDictionary(job => job.Key, job => job.Count());

    public List<string> OfficialJobs => [.. Regex.Matches(Log, @" official (\S+) attempt ").Select(match => match.Groups[1].Value)];

    /// <summary>From the grant of the first attempt until its result was official.</summary>
    public double SecondsOf(string job) => (TimeOf($" official {job} attempt 1 ") - TimeOf($" granted {job} attempt 1 ")).TotalSeconds;

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

    private DateTime TimeOf(string words) => DateTime.Parse(
        Log.Split('\n').First(line => line.Contains(words, StringComparison.Ordinal)).Split(' ')[0], CultureInfo.InvariantCulture,
        DateTimeStyles.AdjustToUniversal);

    private static string Hash(string path) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
}
