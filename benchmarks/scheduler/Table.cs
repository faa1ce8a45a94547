using System.Globalization;
using System.Text.Json;

namespace AxSpa.SchedulerBenchmark;

/// <summary>A line of the table that <c>benchmarks/run</c> puts together.</summary>
/// <param name="Peer">Null: the peer has no such figure.</param>
/// <param name="Target">Null: the figure is only told.</param>
internal sealed record Row(string Name, double Ours, double? Peer, string Unit, double? Target, bool HigherIsBetter);

internal static class Table
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static IEnumerable<Row> Of(string journal, Figures figures) =>
    [
        new($"scheduler, {journal}: makespan over list scheduling", Rounded(100 * figures.Overhead, 1), null, "%", 5, false),
        new($"scheduler, {journal}: durable state changes, best second", Rounded(figures.StateChangesInBestSecond, 0), null, "1/s", null, true),
        new($"scheduler, {journal}: progress lines", Rounded(figures.ProgressPerSecond, 0), null, "1/s", 500, true),
        new($"scheduler, {journal}: coordinator", Rounded(figures.CoordinatorCores, 2), null, "cores", 1, false),
        new($"scheduler, {journal}: coordinator, processor time of a job",
            Rounded(1000 * figures.CoordinatorCores * figures.WallSeconds / figures.Jobs, 2), null, "ms", null, false),
        new($"scheduler, {journal}: memory at the end over that at a fifth", Rounded(100 * figures.MemoryGrowth, 0), null, "%", 10, false),
        new($"scheduler, {journal}: queue list, p99", Rounded(Figures.Percentile99(figures.QueueSeconds), 3), null, "s", 1, false),
        new($"scheduler, {journal}: node list, p99", Rounded(Figures.Percentile99(figures.NodeListSeconds), 3), null, "s", 1, false),
        new($"scheduler, {journal}: {figures.Load.Runs} runs, furthest from an equal share", Rounded(figures.Unfairness, 2), null, "slots", 1, false),
    ];

    public static void Write(string path, IEnumerable<Row> rows) => File.WriteAllText(path, JsonSerializer.Serialize(new { rows }, Json) + "\n");

    public static string Words(Row row)
    {
        var peer = row.Peer is { } figure ? string.Create(CultureInfo.InvariantCulture, $"{figure} {row.Unit}") : "";
        var target = row.Target is { } bound ? string.Create(CultureInfo.InvariantCulture, $"{(row.HigherIsBetter ? "≥" : "≤")} {bound}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Ours} {row.Unit} | {peer} | {target} |");
    }

    public static double Rounded(double value, int digits) => Math.Round(value, digits);
}
