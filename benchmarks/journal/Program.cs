using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using AxSpa.Coordinator;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Hosting.Journals;
using AxSpa.JournalBenchmark;
using AxSpa.Pipeline.Access;
using AxSpa.Shared.Protocol;
using Microsoft.Data.Sqlite;
using Npgsql;

// How long a coordinator needs to be back, and what it keeps of the runs that were looked at, with many runs that have ended in its journal.
//   dotnet run -c Release --project benchmarks/journal [-- RUNS [LOOKED-AT [postgres://…]]]
// The database must be an empty one; without it, an SQLite file is made and removed again.

var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var lookedAt = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000;
var workspace = Directory.CreateTempSubdirectory("axspa-journal-");
var file = Path.Combine(workspace.FullName, "journal.db");
var journal = Journal.Parse(args.Length > 2 ? args[2] : file);
try
{
    // Each in a process of its own: a take-over begins with nothing compiled and nothing in memory.
    if (args.Length > 3)
    {
        await (args[3] == "fill" ? Fill(args[2]) : TakeOver());
        return 0;
    }
    foreach (var what in (string[])["fill", "take over", "take over"])
        Again(what, journal is SqliteJournal ? file : args[2]);
    return 0;
}
finally
{
    workspace.Delete(recursive: true);
}

void Again(string what, string where)
{
    string[] words = [$"{runs}", $"{lookedAt}", where, what];
    var host = Environment.ProcessPath!;
    using var process = Process.Start(host, Path.GetFileNameWithoutExtension(host) == "dotnet" ? [Environment.GetCommandLineArgs()[0], .. words] : words);
    process.WaitForExit();
    if (process.ExitCode != 0)
        throw new InvalidOperationException($"'{what}' ended with {process.ExitCode}.");
}

ActorSystem Begin() => ActorSystem.Create("axspa", ConfigurationFactory.ParseString("""
    akka {
      loglevel = WARNING
      log-dead-letters = off
      actor {
        provider = cluster
        serializers { axspa = "AxSpa.Hosting.Wire.WireSerializer, AxSpa.Hosting", json = "AxSpa.Hosting.Wire.RefusingSerializer, AxSpa.Hosting" }
        serialization-bindings { "AxSpa.Shared.Wire.IWireMessage, AxSpa.Shared" = axspa }
      }
      remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
    }
    """).WithFallback(journal.Plugins()));

IActorRef Coordinator(ActorSystem system)
{
    var telemetry = new CoordinatorTelemetry(TimeProvider.System);
    return system.ActorOf(
        Props.Create(() => new CoordinatorActor(workspace.FullName, DataRoots.Anywhere, TimeProvider.System, telemetry, TimeSpan.FromSeconds(2))),
        "coordinator");
}

async Task Fill(string where)
{
    await journal.WaitUntilReady(Console.WriteLine, CancellationToken.None);
    using var system = Begin();
    // So that the tables are made; a coordinator would leave an event of its own.
    await system.ActorOf(Props.Create(() => new Reader())).Ask<string>("are you there?", TimeSpan.FromMinutes(1));
    await using DbConnection connection = journal is SqliteJournal ? new SqliteConnection($"Data Source={where}") : new NpgsqlConnection(Npgsql(where));
    await connection.OpenAsync();
    var began = Stopwatch.GetTimestamp();
    var (events, bytes) = new MadeJournal(system, connection).Write(runs);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{runs} runs that have ended: {events} events, {bytes / 1e6:0} MB, written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
}

async Task TakeOver()
{
    await journal.WaitUntilReady(Console.WriteLine, CancellationToken.None);
    using var system = Begin();
    var began = Stopwatch.GetTimestamp();
    var coordinator = Coordinator(system);
    await coordinator.Ask<RunProtocol.ClusterMessage>(new RunProtocol.AskMessage(), TimeSpan.FromMinutes(5));
    Say($"take-over: back in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s");
    await Shown(system, "after the take-over");
    for (var round = 1; round <= 2; round++)
    {
        began = Stopwatch.GetTimestamp();
        for (var run = 0; run < lookedAt; run++)
        {
            var view = await coordinator.Ask<RunView>(new RunProtocol.DescribeRun(MadeJournal.IdOf(run * (runs / lookedAt))), TimeSpan.FromMinutes(1));
            if (view.WaitingFor is not null || view.Jobs.Length != 18)
                throw new InvalidOperationException($"{view.Summary.Run} was not read: {view.Jobs.Length} jobs, {view.WaitingFor}");
        }
        var each = Stopwatch.GetElapsedTime(began).TotalMilliseconds / lookedAt;
        Say($"  {lookedAt} of them looked at{(round > 1 ? " again" : "")}, one after the other: {each:0.0} ms each");
        await Task.Delay(TimeSpan.FromSeconds(10));
        await Shown(system, "when they rest again");
    }
}

async Task Shown(ActorSystem system, string when)
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    GC.Collect();
    var awake = new List<IActorRef>();
    var probe = system.ActorOf(Props.Create(() => new Counter(awake)));
    system.ActorSelection("/user/coordinator/run-*").Tell(new Identify(1), probe);
    await Task.Delay(500);
    system.Stop(probe);
    Say($"  {when}: {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0} MB in use, {awake.Count} actors of runs");
}

void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

static string Npgsql(string uri)
{
    var at = new Uri(uri);
    var (user, database) = (at.UserInfo.Split(':'), at.AbsolutePath.TrimStart('/'));
    return string.Create(CultureInfo.InvariantCulture,
        $"Host={at.Host};Port={at.Port};Username={user[0]};Password={user.ElementAtOrDefault(1)};Database={database}");
}
