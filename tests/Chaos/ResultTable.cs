using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>A line of a markdown table for each run, written at once, so that a long series can be broken off and taken up again.</summary>
internal sealed class ResultTable(string? file)
{
    /// <summary>Whether this run's line is there already.</summary>
    public bool Has(FaultSet set, int seed) => file is not null && File.Exists(file)
        && File.ReadLines(file)
            .Any(line => line.StartsWith(string.Create(CultureInfo.InvariantCulture, $"| {Word(set)} | {seed} |"), StringComparison.Ordinal));

    public void Begin(string machine, IEnumerable<string> leftOut)
    {
        if (file is null || File.Exists(file))
            return;
        File.WriteAllText(file, $"""
            # Runs under chaos

            Each line is one run on a cluster of its own (three seeds, coordinators, three GPU nodes with two slots each, all real processes
            on one machine), disturbed as its seed says, and judged; the checks are those of `tests/Chaos/Judge.cs`,
            and that there was one active coordinator at a time (`tests/Chaos/OneWriter.cs`) and is one cluster at the end (`tests/Chaos/OneCluster.cs`).
            Made by `./axspa chaos --out FILE`, on {machine}. {string.Join(". ", leftOut.Select(what => $"Left out: {what}").DefaultIfEmpty("Nothing was left out"))}.
            Where somebody is cut off, every member has a network namespace of its own; else all are on loopback.
            A moment is the part of the stage's undisturbed time after which the fault came.

            | set | seed | faults | members restarted | seconds | verdict |
            |---|---|---|---|---|---|

            """);
    }

    public void Add(FaultSet set, int seed, Outcome outcome)
    {
        if (file is null)
            return;
        var verdict = outcome.Passed ? "passed"
            : "FAILED: "
                + string.Join("; ", outcome.Findings.Where(finding => finding.Trouble is not null).Select(finding => $"{finding.Check}: {finding.Trouble}"));
        File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture,
            $"| {Word(set)} | {seed} | {Cell(string.Join("; ", outcome.Faults))} | {outcome.Restarts} | {outcome.Wall.TotalSeconds:0} | {Cell(verdict)} |\n"));
    }

    private static string Word(FaultSet set) => set.ToString().ToLowerInvariant();

    private static string Cell(string text) => text.Replace('|', '/').ReplaceLineEndings(" ");
}
