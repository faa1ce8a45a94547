using AxSpa.Benchmarks;
using AxSpa.Benchmarks.Table.Results;

namespace AxSpa.Deploy.Tests.Benchmarks;

/// <summary>Results with values of a seed, around those that a test asks for.</summary>
internal static class MadeResults
{
    public static readonly MachineFacts Machine = new(
        "A processor", 2, 8, "A system", new Dictionary<string, string> { [".NET"] = "10.0.0", ["torch"] = "1.13.1" }, "OpenBLAS (libblas.so.3)");

    public static ResultTable Table(params IReadOnlyList<ResultRow> rows) => new(Machine, rows);

    /// <summary>Five rounds: ours around a value, the peer's around 10 s; the medians are the values.</summary>
    public static ResultRow AgainstPeer(double ours, double target = 0.8, int seed = 1) =>
        Row(new("made, against a peer", "s") { Ours = Around(ours, seed), Peer = Around(10, seed), Target = target, TargetIsRatio = true });

    public static ResultRow Alone(double ours, double? target = null, string unit = "s", bool higherIsBetter = false) =>
        Row(new("made, alone", unit) { Ours = Around(ours, seed: 2), Target = target, HigherIsBetter = higherIsBetter });

    public static ResultRow Row(MeasuredRow measured, string benchmark = "made") =>
        new() { Benchmark = benchmark, Measured = measured, Date = "2026-11-30", Commit = "abcdef0" };

    private static double[] Around(double value, int seed)
    {
        var draws = new Random(seed);
        double[] below = [value * (1 - 0.05 * draws.NextDouble()), value * (1 - 0.05 * draws.NextDouble())];
        double[] above = [value * (1 + 0.05 * draws.NextDouble()), value * (1 + 0.05 * draws.NextDouble())];
        return [below[0], above[0], value, below[1], above[1]];
    }
}
