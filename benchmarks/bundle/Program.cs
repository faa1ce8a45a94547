using System.Diagnostics;
using System.Globalization;
using AxSpa.Support;

// What becomes of a bundle in which somebody has changed one thing and put the manifest right (benchmarks/results/bundle.md).
//   BundleFuzz BUNDLE TABLE [COUNT] [FIRST]     as 'axspa export' wrote it, a clinical table with its features, how many changes, and the number of the first
if (args is not [var bundle, var table, ..])
{
    Console.Error.WriteLine("Usage: BundleFuzz BUNDLE TABLE [COUNT] [FIRST]");
    return 2;
}
var (count, first) = (args.Length > 2 ? Number(args[2]) : 30_000, args.Length > 3 ? Number(args[3]) : 0);
var trainer = Environment.GetEnvironmentVariable("AXSPA_TRAINER")
    ?? throw new InvalidOperationException("AXSPA_TRAINER must name the trainer program, as ./axspa has it.");
var wrong = new List<string>();
var clock = Stopwatch.StartNew();
var fuzz = new BundleFuzz(trainer, bundle, File.ReadAllText(table));
try
{
    if (fuzz.Unchanged() is { } broken)
        wrong.Add(broken);
    for (var number = first; number < first + count && wrong.Count < 20; number++)
    {
        if (fuzz.Try(number) is { } trouble)
        {
            wrong.Add(trouble);
            Console.Error.WriteLine(trouble);
        }
        if (number % 1000 == 999)
            Console.Error.WriteLine(Invariant($"{number + 1 - first} of {count}, {fuzz.Refused} refused, {wrong.Count} wrong"));
    }
    Console.WriteLine(Invariant($"{count} changes of {fuzz.Fields} fields in {fuzz.FilesOfRefused.Count} files:")
        + Invariant($" {fuzz.Refused} refused by name, {fuzz.Accepted.Values.Sum() - 1} read as another model, {wrong.Count} wrong."));
    Console.WriteLine(Invariant($"Slowest answer {fuzz.Slowest.TotalSeconds:F1} s of processor time, most memory of the trainer {fuzz.PeakBytes >> 20} MiB;")
        + Invariant($" {clock.Elapsed.TotalMinutes:F0} minutes."));
    Console.WriteLine($"Read as another model, by file: {string.Join(", ", fuzz.Accepted.Select(one => Invariant($"{one.Key} {one.Value}")))}.");
}
finally
{
    fuzz.Dispose();
}
return wrong.Count == 0 ? 0 : 1;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
