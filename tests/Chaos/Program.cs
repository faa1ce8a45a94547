using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using AxSpa.Chaos;

// Exit codes: 0 every check passed, 1 one did not, 2 wrong usage, 130 interrupted. The last line reads "N passed, N failed".
if (args is [TrainerRelay.Word, .. var relayed])
    return TrainerRelay.Run(relayed);

var seeds = new Option<string>("--seeds") { Description = "Which schedules: one number or a range.", DefaultValueFactory = _ => "1", HelpName = "1-3" };
var set = new Option<string>("--set")
{
    Description =
    "short (a minute), soak, partitions, islands (what could make two clusters, two active coordinators or two workspaces), or figures: how "
    + "long each recovery takes.",
    DefaultValueFactory = _ => "short",
    HelpName = "SET"
};
set.AcceptOnlyFromAmong("short", "soak", "partitions", "islands", "figures");
var output = new Option<FileInfo?>("--out")
{
    Description = "A markdown table: a line for each run at once; seeds that are in it are skipped.",
    HelpName = "FILE"
};
var plan = new Option<bool>("--plan") { Description = "Only prints the schedules." };
var root = new RootCommand("Kills, freezes and cuts a real cluster while it trains, and checks that nothing is lost.") { seeds, set, output, plan };

var parsed = root.Parse(args);
root.SetAction(_ => 0);
if (parsed.Errors.Count > 0 || parsed.Action is not null && args.Any(word => word is "--help" or "-h" or "-?" or "--version"))
    return await parsed.InvokeAsync() == 0 ? 0 : 2;
if (Range(parsed.GetRequiredValue(seeds)) is not { } range)
{
    Console.Error.WriteLine($"--seeds {parsed.GetRequiredValue(seeds)}: expected a number from 1 on, or a range such as 1-3.");
    return 2;
}
if (parsed.GetValue(output) is { } table && WhyUnwritable(table.FullName) is { } reason)
{
    Console.Error.WriteLine($"--out {table}: {reason} Name a file that can be written.");
    return 2;
}

using var cancellation = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
try
{
    var (passed, failed) = parsed.GetRequiredValue(set) == "figures"
        ? Figures.Measure(parsed.GetValue(output)?.FullName, cancellation.Token)
        : Series.Do(Enum.Parse<FaultSet>(parsed.GetRequiredValue(set), ignoreCase: true), range, parsed.GetValue(output)?.FullName, parsed.GetValue(plan),
            cancellation.Token);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed"));
    return failed == 0 ? 0 : 1;
}
catch (Exception trouble) when (trouble is TimeoutException or InvalidOperationException)
{
    Console.Error.WriteLine(trouble.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted; what was started is ended and what was mounted is gone.");
    return 130;
}

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}

static IReadOnlyList<int>? Range(string text)
{
    var ends = text.Split('-').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
    return ends.Length is 1 or 2 && ends[0] >= 1 && ends[^1] >= ends[0] ? [.. Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)] : null;
}

// Asked before the first run: a series of an hour is not to end for want of a place to write it down.
static string? WhyUnwritable(string file)
{
    try
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var stream = new FileStream(
            file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, 1, File.Exists(file) ? FileOptions.None : FileOptions.DeleteOnClose);
        return null;
    }
    catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
    {
        return trouble.Message;
    }
}
