using AxSpa.Benchmarks.Table.Running;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>A program of the common form with a front of its own, which measures both sides: <c>benchmarks/scheduler/run --json FILE [--quick]</c>.</summary>
internal static class Scheduler
{
    private static string Front => Path.Combine(Tree.Root, "benchmarks", "scheduler", "run");

    public static bool IsThere() => File.Exists(Front);

    public static IReadOnlyList<InTurn> Measure(Measuring measuring)
    {
        var json = measuring.Fresh("scheduler");
        measuring.Command("scheduler").Run([Front, "--json", json, .. Turns.Quick(measuring)], TimeSpan.FromMinutes(90), measuring.Peer?.Environment);
        return [.. RowFile.Read(json).Rows.Select(row => new InTurn(row))];
    }
}
