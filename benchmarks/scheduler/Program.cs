using System.Globalization;
using AxSpa.SchedulerBenchmark;
using AxSpa.Support;

// See benchmarks/scheduler/run. Each role of the cluster is a process of its own, begun by the measuring one.
switch (args)
{
    case ["coordinator", var port, var own, var workspace, var journal]:
        await Members.Coordinate(Program.Number(port), Program.Number(own), workspace, journal);
        return 0;
    case ["nodes", var coordinator, var workspace, var load, var count]:
        await Members.Compute(Program.Number(coordinator), workspace, Load.FromLine(load), Program.Number(count));
        return 0;
    case ["measure", var journal, .. var settings]:
        await Program.Measure(journal, Program.LoadOf(settings));
        return 0;
    case ["journal", var journal, var writers]:
        Console.WriteLine(await Program.Rate(journal, Program.Number(writers)));
        return 0;
    case ["all", var json, var dask, .. var settings]:
        await Program.All(json, dask, Program.LoadOf(settings));
        return 0;
    default:
        Console.Error.WriteLine("""
            SchedulerBenchmark all JSON-FILE DASK-SCRIPT [SETTING=NUMBER ...]
                               measure sqlite|postgres [nodes=125] [slots=8] [runs=50] [jobs=20000] [shortest=0.1] [longest=6] [processes=2] [progress=2]
                               journal sqlite|postgres WRITERS
            """);
        return 2;
}

internal static partial class Program
{
    private const int Writers = 100;

    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public static Load LoadOf(IEnumerable<string> settings)
    {
        var said = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        double Said(string name, double otherwise) => said.GetValueOrDefault(name, otherwise);
        return new Load((int)Said("nodes", 125), (int)Said("processes", 2), (int)Said("slots", 8), (int)Said("runs", 50), (int)Said("jobs", 20_000),
            Said("shortest", 0.1), Said("longest", 6), Said("progress", 2));
    }

    /// <summary>
    /// Both journals, each with few long runs or many short ones; jobs that do nothing beside the peer's; and what the journals and the disk can do.
    /// </summary>
    public static async Task All(string json, string dask, Load load)
    {
        var rows = new List<Row>();
        rows.AddRange(Table.Of("SQLite", await Measure("sqlite", load)));
        rows.AddRange(Table.Of("PostgreSQL", await Measure("postgres", load with { Runs = load.Runs * 4 })));
        // As in the peer's: two workers, and nothing to do.
        var nothing = await Measure("sqlite", new Load(1, 1, 2, 10, 1_000, 0, 0));
        rows.Add(new Row("jobs that do nothing, two slots (the peer writes nothing down)", Table.Rounded(nothing.JobsPerSecond, 0),
            DaskPeer.JobsPerSecond(dask), "jobs/s", null, true));
        foreach (var journal in (string[])["sqlite", "postgres"])
        {
            var rate = Table.Rounded(await Rate(journal, Writers), 0);
            rows.Add(new Row($"journal alone, {journal}: durable state changes of {Writers} writers", rate, null, "1/s", 1_000, true));
        }
        rows.Add(new Row("disk alone: 4 KiB more of a file, flushed", Table.Rounded(JournalRate.OfTheDisk(Path.GetTempPath()), 0), null, "1/s", null, true));
        Table.Write(json, rows);
        Console.WriteLine("| what | ours | Dask | to reach |\n|---|---|---|---|");
        foreach (var row in rows)
            Console.WriteLine(Table.Words(row));
    }

    public static async Task<double> Rate(string kind, int writers)
    {
        var workspace = Directory.CreateTempSubdirectory("axspa-scheduler-");
        using var server = kind == "postgres" ? PostgresServer.Create() : null;
        try
        {
            return await JournalRate.Of(server?.Uri ?? Path.Combine(workspace.FullName, "journal.db"), writers);
        }
        finally
        {
            workspace.Delete(recursive: true);
        }
    }

    public static async Task<Figures> Measure(string kind, Load load)
    {
        var workspace = Directory.CreateTempSubdirectory("axspa-scheduler-");
        using var server = kind == "postgres" ? PostgresServer.Create() : null;
        try
        {
            using var measurement = new Measurement(load, workspace.FullName, server?.Uri ?? Path.Combine(workspace.FullName, "journal.db"), server?.ProcessId);
            var figures = await measurement.Run();
            Console.WriteLine($"{kind}:\n{figures}");
            return figures;
        }
        finally
        {
            workspace.Delete(recursive: true);
        }
    }

    public static string Npgsql(string uri)
    {
        var at = new Uri(uri);
        var user = at.UserInfo.Split(':');
        return string.Create(CultureInfo.InvariantCulture,
            $"Host={at.Host};Port={at.Port};Username={user[0]};Password={user.ElementAtOrDefault(1)};Database={at.AbsolutePath.TrimStart('/')}");
    }
}
