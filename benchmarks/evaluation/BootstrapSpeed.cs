using System.Diagnostics;
using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Evaluation;

/// <summary>
/// 10,000 draws × 3 models on 1,813 patients with 319 cases, in turns with 200 draws of the same by scikit-learn. Ours computes nine
/// measures per draw, the peer three (AUROC, AUPRC, Brier). Both print these on the undrawn patients, which must be equal.
/// </summary>
internal static class BootstrapSpeed
{
    private const int Cases = 319, Controls = 1494, Draws = 10_000, PeersDraws = 200;

    public static int Run(int rounds)
    {
        var population = Population();
        var csv = Path.Combine(Path.GetTempPath(), $"axspa-bootstrap-{Environment.ProcessId}.csv");
        File.WriteAllLines(csv, Table(population));
        try
        {
            for (var warmUp = 0; warmUp < 3; warmUp++) BootstrapShard.Compute([population], 42, new DrawRange(0, 1000));
            Console.WriteLine($"| round | ours, {Draws:N0} draws, s | scikit-learn, {PeersDraws} draws, s | ratio |\n|---|---|---|---|");
            var ratios = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                BootstrapShard.Compute([population], 42, new DrawRange(0, Draws));
                var ours = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (Peer(csv, population) is not { } peers) return Alone(ours);
                ratios.Add(ours / peers);
                Console.WriteLine(FormattableString.Invariant($"| {round} | {ours:F3} | {peers:F3} | {ours / peers:F2} |"));
            }
            ratios.Sort();
            Console.WriteLine(FormattableString.Invariant($"\nMedian ratio {ratios[ratios.Count / 2]:F2}, worst {ratios[^1]:F2}; at most 1 is aimed at."));
            return ratios[ratios.Count / 2] <= 1 ? 0 : 1;
        }
        finally
        {
            File.Delete(csv);
        }
    }

    private static EvaluatedPopulation Population()
    {
        bool[] isCase = [.. Enumerable.Range(0, Cases + Controls).Select(i => i < Cases)];
        var models = new[] { 0.80, 0.85, 0.92 }.Select((auroc, m) =>
        {
            var drawn = MadeScores.Draw(Cases, Controls, MadeScores.Separation(auroc), RandomStream.From(1, "benchmark", m));
            // The second has ties, as a score of few decimals has.
            double[] probability = m == 1 ? [.. drawn.Select(p => Math.Round(p, 2))] : drawn;
            return new EvaluatedModel($"m{m}", $"m{m}", ThresholdedScores.At(0.5, probability), null);
        });
        return new EvaluatedPopulation("test", "test", isCase, EvaluatedPopulation.EachItsOwn(isCase.Length), [.. models]);
    }

    private static IEnumerable<string> Table(EvaluatedPopulation population) =>
    [
        "label,m0,m1,m2",
        .. Enumerable.Range(0, population.Rows).Select(row => string.Join(',',
            population.Models.Select(model => model.Scores!.Probability[row].ToString("R", CultureInfo.InvariantCulture))
                .Prepend(population.IsCase[row] ? "1" : "0"))),
    ];

    /// <returns>Seconds; null where there is no scikit-learn.</returns>
    private static double? Peer(string csv, EvaluatedPopulation population)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peer_bootstrap.py");
        var start = new ProcessStartInfo(
            "/usr/bin/python3", [script, csv, PeersDraws.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardOutput = true };
        // The peer's linear algebra has one thread too.
        foreach (var name in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS" }) start.Environment[name] = "1";
        if (!File.Exists(start.FileName)) return null;
        using var python = Process.Start(start)!;
        var lines = python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        python.WaitForExit();
        if (python.ExitCode != 0 || lines.Length == 0) return null;
        var numbers = lines.Select(line => line.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        foreach (var (model, theirs) in population.Models.Zip(numbers.Skip(1)))
        {
            var probability = model.Scores!.Probability;
            double[] ours = [Auroc.Of(population.IsCase, probability)!.Value, AveragePrecision.Of(population.IsCase, probability)!.Value,
                BrierScore.Of(population.IsCase, probability)!.Value];
            if (ours.Zip(theirs).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-12))
                throw new InvalidOperationException($"{model.Name}: {string.Join(' ', ours)} is not scikit-learn's {string.Join(' ', theirs)}.");
        }
        return numbers[0][0];
    }

    private static int Alone(double ours)
    {
        Console.WriteLine(FormattableString.Invariant($"| 1 | {ours:F3} | not there | – |"));
        Console.Error.WriteLine("scikit-learn was not found for /usr/bin/python3 (Debian: apt-get install python3-sklearn), so there is no ratio.");
        return 1;
    }
}
