using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Evaluation;

/// <summary>
/// How often each 95% interval of the AUROC holds the true value, over simulated test sets with fixed numbers of cases and
/// controls whose true AUROC is known. From 300 patients on, 93 to 97% are asked for; below, the figures stand as a warning.
/// </summary>
internal static class Coverage
{
    private const int Draws = 2000, FewestGated = 300;
    private const double Confidence = 0.95, Least = 0.93, Most = 0.97;
    private static readonly string[] Methods = ["percentile", "BCa", "DeLong-logit", "DeLong"];

    /// <summary>What reports print; DeLong's plain interval stands in metrics.json only, and here to compare with.</summary>
    private const int Printed = 3;

    private static readonly (int Cases, int Controls)[] Sizes = [(8, 16), (30, 60), (100, 200), (60, 240), (120, 480), (319, 1494)];
    private static readonly double[] Aurocs = [0.75, 0.80, 0.85, 0.90];

    /// <param name="onlyCases">Only designs of so many cases; null: all.</param>
    /// <param name="onlyAuroc">Only this true AUROC; null: all.</param>
    /// <returns>1 where a gated interval misses.</returns>
    public static int Run(int sets, int? onlyCases, double? onlyAuroc)
    {
        Console.WriteLine($"| cases | controls | AUROC | sets | {string.Join(" | ", Methods)} | "
            + $"{string.Join(" | ", Methods.Select(method => $"width of {method}"))} | none |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", 5 + 2 * Methods.Length))}");
        var isGood = true;
        foreach (var (cases, controls) in Sizes.Where(size => onlyCases is null || size.Cases == onlyCases))
            foreach (var auroc in Aurocs.Where(one => onlyAuroc is null || one == onlyAuroc))
            {
                var (covered, width, none) = Simulate(cases, controls, auroc, sets);
                var cells = string.Join(" | ", covered.Concat(width).Select(one => FormattableString.Invariant($"{one:F3}")));
                Console.WriteLine(FormattableString.Invariant($"| {cases} | {controls} | {auroc:F2} | {sets} | {cells} | {none} |"));
                isGood &= cases + controls < FewestGated || covered.Take(Printed).All(share => share is >= Least and <= Most);
            }
        return isGood ? 0 : 1;
    }

    /// <returns>By method: the share of sets whose interval holds the truth and the mean width; and sets that have no interval at all.</returns>
    private static (double[] Covered, double[] Width, int None) Simulate(int cases, int controls, double auroc, int sets)
    {
        var separation = MadeScores.Separation(auroc);
        bool[] isCase = [.. Enumerable.Range(0, cases + controls).Select(i => i < cases)];
        var patient = EvaluatedPopulation.EachItsOwn(isCase.Length);
        var strata = PatientStrata.Of(isCase, patient);
        var (covered, width, given, none) = (new int[Methods.Length], new double[Methods.Length], new int[Methods.Length], 0);
        var oneAtATime = new Lock();
        Parallel.For(0, sets, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, set =>
        {
            var random = RandomStream.From((ulong)set, "coverage", cases, controls, (int)Math.Round(100 * auroc));
            var intervals = Intervals(isCase, patient, strata, MadeScores.Draw(cases, controls, separation, random), random.NextUInt64());
            lock (oneAtATime)
            {
                // A set that is parted without an error has no interval from anybody: it covers nothing.
                if (intervals.All(interval => interval is null)) none++;
                for (var method = 0; method < Methods.Length; method++)
                {
                    if (intervals[method] is not { } interval) continue;
                    given[method]++;
                    width[method] += interval.High - interval.Low;
                    if (interval.Low <= auroc && auroc <= interval.High) covered[method]++;
                }
            }
        });
        return ([.. covered.Select(count => (double)count / sets)], [.. width.Zip(given, (sum, count) => sum / Math.Max(count, 1))], none);
    }

    private static Interval?[] Intervals(bool[] isCase, int[] patient, PatientStrata strata, double[] probability, ulong randomSeed)
    {
        var scores = ThresholdedScores.At(0.5, probability);
        var (weighted, stratified) = (new WeightedMeasures(isCase, scores), new StratifiedDraw(strata));
        var (counts, figures, draws) = (new int[isCase.Length], new double[Metrics.All.Count], new double[Draws]);
        for (var draw = 0; draw < Draws; draw++)
        {
            stratified.Fill(counts, randomSeed, draw);
            weighted.Compute(counts, figures);
            draws[draw] = figures[(int)Metric.Auroc];
        }
        var population = new EvaluatedPopulation("made", "made", isCase, patient, [new EvaluatedModel("m", "m", scores, null)]);
        var acceleration = Acceleration.Of(Jackknife.Of(population, scores)[(int)Metric.Auroc], strata.Members);
        var estimate = Estimate.Of(Auroc.Of(isCase, probability)!.Value, draws, acceleration, Confidence);
        var deLong = DeLong.Of(isCase, probability) is { Variance: > 0 } known ? known : null;
        return [estimate.Interval, estimate.Bca, deLong?.LogitInterval(Confidence), deLong?.Interval(Confidence)];
    }
}
