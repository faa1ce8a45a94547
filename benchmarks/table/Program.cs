using System.CommandLine;
using System.Runtime.InteropServices;
using AxSpa.Benchmarks.Table;
using AxSpa.Benchmarks.Table.Results;
using AxSpa.Benchmarks.Table.Rows;
using AxSpa.Benchmarks.Table.Running;
using AxSpa.Chaos;

// benchmarks/run: ours and the peer's in turn, into benchmarks/results/ and the README.
// Exit codes: 0 all as good as wanted and as before, 1 something is not, 2 wrong usage or something is missing, 130 interrupted.
if (args is [TrainerRelay.Word, .. var relayed])
    return TrainerRelay.Run(relayed);

var names = new Argument<string[]>("ROW") { Description = "What to measure (--list); everything without it.", Arity = ArgumentArity.ZeroOrMore };
var quick = new Option<bool>("--quick") { Description = "Few rounds and short runs: under 5 minutes on a quiet machine. Shown, not kept." };
var keep = new Option<bool>("--keep") { Description = "Put single or quick rows into the kept table as well." };
var list = new Option<bool>("--list") { Description = "Only names what can be measured." };
var table = new Option<FileInfo?>("--table")
{
    Description = "The real clinical table. Without it: where samples/rheumatic.yaml looks, else a made table of its shape.",
    HelpName = "FILE",
};
var root = new RootCommand("Measures ours and the peer's in turn, and compares with the last results.") { names, quick, keep, list, table };
root.SetAction(_ => 0);
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0 || parsed.Action is not null && args.Any(word => word is "--help" or "-h" or "-?" or "--version"))
    return await parsed.InvokeAsync() == 0 ? 0 : 2;
var known = BenchmarkList.All.Select(benchmark => benchmark.Name).ToList();
if (parsed.GetValue(list))
{
    foreach (var benchmark in BenchmarkList.All)
        Console.WriteLine($"{benchmark.Name,-14} {benchmark.What}{(benchmark.IsThere?.Invoke() == false ? " (not in this tree)" : "")}");
    return 0;
}
var asked = parsed.GetValue(names) ?? [];
if (asked.Except(known).ToList() is { Count: > 0 } unknown)
    return Stop($"There is no {string.Join(", ", unknown)}; these are: {string.Join(", ", known)}.");
if (parsed.GetValue(table) is { Exists: false } missing)
    return Stop($"--table {missing}: there is no such file.");

using var cancellation = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel);
var folder = Directory.CreateTempSubdirectory("axspa-benchmarks-").FullName;
try
{
    return Measure();
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted: the last table is as it was.");
    return 130;
}
catch (Exception trouble) when (trouble is InvalidDataException or InvalidOperationException)
{
    return Stop(trouble.Message);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

int Measure()
{
    var chosen = BenchmarkList.All.Where(benchmark => (asked.Length == 0 || asked.Contains(benchmark.Name)) && benchmark.IsThere?.Invoke() != false).ToList();
    var (isQuick, isWhole) = (parsed.GetValue(quick), asked.Length == 0 && !parsed.GetValue(quick));
    var (last, commit) = (Kept.Read(), Tree.Commit());
    var peer = Peer();
    var (clinical, isMade) = ClinicalTable();
    var machine = ThisMachine.Facts(peer);
    var rows = Report.Measure(chosen, new(isQuick, clinical, isMade, peer, folder, cancellation.Token), last, commit);
    var result = ResultTable.Compared(machine, rows, last);
    Kept.WriteAside(result);
    cancellation.Token.ThrowIfCancellationRequested();
    if (isWhole || parsed.GetValue(keep))
        Kept.Write((isWhole || last is null ? result : last.With(result)).InOrder(known));
    Console.WriteLine(TableText.Page(result));
    foreach (var row in result.Rows.Where(row => row.IsTrouble))
        Console.Error.WriteLine($"{row.Measured.Name}: {(row.Failure ?? row.PeerFailure) switch
        {
            not null => "failed",
            null when row.Change == AgainstBefore.Worse => "worse than before",
            null => "not what is to be reached",
        }}");
    return result.Rows.Any(row => row.IsTrouble) ? 1 : 0;
}

PeerPython? Peer()
{
    try
    {
        return PeerPython.Find();
    }
    catch (InvalidOperationException trouble)
    {
        Console.Error.WriteLine($"No peer: {trouble.Message}");
        return null;
    }
}

(string Path, bool IsMade) ClinicalTable()
{
    if ((parsed.GetValue(table)?.FullName ?? Specifications.TableOfSample) is var real && File.Exists(real))
        return (real, false);
    var made = Path.Combine(folder, "made.csv");
    MadeTable.Write(made);
    return (made, true);
}

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}

static int Stop(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}
