using System.Diagnostics;
using System.Globalization;
using AxSpa.Benchmarks.Leaks;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Randomness;

// How often each leak alarm is raised where there is no leak, and where there is one (benchmarks/results/leaks.md).
//   LeakBenchmark [COHORTS]     of each size with labels at random and a leak; 5 times as many without a leak, and 20 times as many for checks that train
// nothing
var canaries = args is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 20;
int[] sizes = [120, 300, 1000];

Head("no leak");
Row("same row twice", (size, seed) => Raised(LeakKind.RepeatedRow, MadeCohorts.Clean(size, seed)));
Row("feature that tells the label", (size, seed) => Raised(LeakKind.SeparatingFeature, MadeCohorts.Clean(size, seed)));
Row("feature that follows the rows, table in any order", (size, seed) => Raised(LeakKind.RowOrder, MadeCohorts.Clean(size, seed)));
Row("feature that follows the rows, table sorted by label", (size, seed) => Raised(LeakKind.RowOrder, MadeCohorts.Clean(size, seed), sorted: true));
Row("labels at random", (size, seed) => CanaryCases.Alarms(MadeCohorts.Clean(size, seed), seed, 0), times: 5);
foreach (var auroc in new[] { 0.75, 0.85, 0.95 })
    foreach (var better in new[] { 0, 0.03 })
        Row(Invariant($"test above out of fold, both {auroc:F2}{(better > 0 ? $", test really {better:F2} better" : "")}"),
            (size, seed) => TestCases.Alarms(size * 7 / 10, size * 3 / 20, auroc, better, 0, seed));

Console.WriteLine();
Head("leak");
Row("same row twice: one test patient is in train too", (size, seed) => Raised(LeakKind.RepeatedRow, OneRepeated(MadeCohorts.Clean(size, seed))));
foreach (var wrong in new[] { 0, 0.002, 0.005, 0.01, 0.02 })
    Row(Invariant($"feature that tells the label, wrong for {wrong:P1} of the patients"), (
        size, seed) => Raised(LeakKind.SeparatingFeature, MadeCohorts.Clean(size, seed)
        .With("proxy", (patient, i) => RandomStream.From(seed, "proxy", i).NextDouble() < wrong != patient.IsCase ? 1 : 0)));
foreach (var noise in new[] { 0, 10, 50, 200 })
    Row($"record number that follows sorted rows, ±{noise} places", (size, seed) => Raised(LeakKind.RowOrder, MadeCohorts.Clean(size, seed)
        .With("record", (patient, i) => (patient.IsCase ? size : 0) + i + noise * (2 * RandomStream.From(seed, "record", i).NextDouble() - 1)), sorted: true));
foreach (var share in new[] { 0.02, 0.05, 0.1, 0.2, 1 })
    Row(Invariant($"labels at random, {share:P0} of held-out patients learned from"),
        (size, seed) => CanaryCases.Alarms(MadeCohorts.Clean(size, seed), seed, share), times: 1);
foreach (var known in new[] { 0.25, 0.5, 1 })
    Row(Invariant($"test above out of fold, 0.80, {known:P0} of test patients known"),
        (size, seed) => TestCases.Alarms(size * 7 / 10, size * 3 / 20, 0.8, 0, known, seed));

Console.WriteLine();
foreach (var size in new[] { 320, 3000 })
{
    var cohort = MadeCohorts.Clean(size, 1);
    double Milliseconds()
    {
        var start = Stopwatch.GetTimestamp();
        CanaryCases.Alarms(cohort, 1, 0);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
    var median = Enumerable.Range(0, 9).Select(_ => Milliseconds()).Order().ElementAt(4);
    Console.WriteLine(Invariant($"Labels at random in a cohort of {size}: {median:0} ms, median of 9."));
}

void Head(string what)
{
    Console.WriteLine($"| {what} | cohorts of each size | {string.Join(" | ", sizes.Select(size => $"{size} patients"))} |");
    Console.WriteLine($"|---|---|{string.Concat(sizes.Select(_ => "---|"))}");
}

void Row(string what, Func<int, ulong, bool> raises, int times = 20)
{
    var cohorts = times * canaries;
    var raised = new int[sizes.Length];
    for (var s = 0; s < sizes.Length; s++)
        Parallel.For(0, cohorts, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            if (raises(sizes[s], (ulong)seed)) Interlocked.Increment(ref raised[s]);
        });
    Console.WriteLine($"| {what} | {cohorts} | {string.Join(" | ", raised.Select(count => Invariant($"{100.0 * count / cohorts:0.0} %")))} |");
}

static bool Raised(LeakKind kind, PreparedCohort cohort, bool sorted = false)
{
    var n = cohort.Patients.Length;
    int[] row = [.. cohort.Patients.Select((patient, i) => sorted ? (patient.IsCase ? n : 0) + i : i * 7919 % n)];
    return CohortLeaks.Look(cohort, row, []).Any(check => check.Kind == kind && !check.Alarms.IsEmpty);
}

static PreparedCohort OneRepeated(PreparedCohort cohort)
{
    var test = cohort.Patients.Index().First(patient => patient.Item.Set == PatientSet.Test).Index;
    return cohort.Repeated(test, asTrain: cohort.Patients.Index().First(patient => patient.Item.Set == PatientSet.Train).Index);
}

static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
