using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AxSpa.Chaos;

/// <summary>What a run leaves in its folder, read without the project's own code: the judge believes nobody.</summary>
internal sealed partial class RunOnDisk(string folder)
{
    public string Folder { get; } = folder;

    /// <returns>The only run of a workspace; null while there is none.</returns>
    public static RunOnDisk? In(string workspace)
    {
        var runs = Path.Combine(workspace, "runs");
        return Directory.Exists(runs) && Directory.GetDirectories(runs) is [var only, ..] ? new RunOnDisk(only) : null;
    }

    public static IEnumerable<string> Names(string workspace) => Directory.Exists(Path.Combine(workspace, "runs"))
        ? Directory.GetDirectories(Path.Combine(workspace, "runs")).Select(run => Path.GetFileName(run)) : [];

    /// <summary>The lines of run.log, oldest first, without their severity.</summary>
    public IReadOnlyList<(DateTime At, string Text)> Log()
    {
        var path = Path.Combine(Folder, "run.log");
        return File.Exists(path)
            ? [.. File.ReadAllLines(path).Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts.Length == 3)
                .Where(parts => DateTime.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out _))
                .Select(parts => (DateTime.Parse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), parts[2]))]
            : [];
    }

    /// <summary>When each stage began, as far as the run came. A full disk loses lines: a grant tells as well as a request.</summary>
    public SortedDictionary<Stage, DateTime> Stages()
    {
        var begun = new SortedDictionary<Stage, DateTime>();
        foreach (var (at, text) in Log())
            if (StageIn(text) is { } stage)
                begun.TryAdd(stage, at);
        return begun;
    }

    /// <summary>Each time a job was given to a slot.</summary>
    public IReadOnlyList<(DateTime At, string Job, int Attempt, string Node)> Grants() =>
        [.. from line in Log()
            let match = Grant().Match(line.Text)
            where match.Success
            select (line.At, match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), match.Groups[3].Value)];

    public int Generation() => Log().Select(line => TookOver().Match(line.Text)).Where(match => match.Success)
        .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

    public IReadOnlyList<string> FoldFolders() => Directory.Exists(Path.Combine(Folder, "folds"))
        ? [.. Directory.GetDirectories(Path.Combine(Folder, "folds")).Order(StringComparer.Ordinal)] : [];

    public static IReadOnlyList<(int Number, string Folder)> Attempts(string foldFolder) =>
        [.. Directory.GetDirectories(foldFolder, "attempt-*")
            .Select(attempt => (int.Parse(Path.GetFileName(attempt)["attempt-".Length..], CultureInfo.InvariantCulture), attempt))
            .Order()];

    /// <summary>What a fold's official.json says: which attempt counts, and its files.</summary>
    public static (int Attempt, IReadOnlyList<(string Path, string Sha256)> Files)? Official(string foldFolder)
    {
        var path = Path.Combine(foldFolder, "official.json");
        if (!File.Exists(path))
            return null;
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return (json.RootElement.GetProperty("attempt").GetInt32(),
            [.. json.RootElement.GetProperty("files")
                .EnumerateArray()
                .Select(file => (file.GetProperty("path").GetString()!, file.GetProperty("sha256").GetString()!))]);
    }

    /// <summary>The equal set of two runs of one specification: name → hash of all that must not depend on what died on the way.</summary>
    public SortedDictionary<string, string> EqualSet()
    {
        var set = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (string[])["split.csv", "fusion/model.json", "results/predictions.csv", "results/metrics.json", "results/metrics.txt"])
            set[name] = HashOf(Path.Combine(Folder, name));
        foreach (var fold in FoldFolders())
            foreach (var name in (string[])["oof.csv", "weights.safetensors"])
                set[$"{Path.GetFileName(fold)}/{name}"] = Official(fold) is var (attempt, _)
                    ? HashOf(Path.Combine(fold, string.Create(CultureInfo.InvariantCulture, $"attempt-{attempt}"), name)) : "no official.json";
        return set;
    }

    public static string HashOf(string path) => File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "no such file";

    private static Stage? StageIn(string text) => text switch
    {
        "completed" or "cancelled" => Stage.Ended,
        _ when text.StartsWith("run failed", StringComparison.Ordinal) => Stage.Ended,
        _ when JobIn().Match(text) is { Success: true } match => StageOfJob.Of(match.Groups[1].Value),
        _ => null,
    };

    [GeneratedRegex(@"^(?:requested|granted|official) (\S+)")]
    private static partial Regex JobIn();

    [GeneratedRegex(@"^granted (\S+) attempt (\d+) to (\S+) slot")]
    private static partial Regex Grant();

    [GeneratedRegex(@"generation (\d+)$")]
    private static partial Regex TookOver();
}
