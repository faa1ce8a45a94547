using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AxSpa.SchedulerBenchmark;

/// <summary>One load on one journal: begins the processes, submits the runs, watches, and counts what came of it.</summary>
/// <param name="journal">As <c>axspa coordinator --journal</c> takes it.</param>
/// <param name="databaseServer">Its process; null: the journal has none.</param>
internal sealed class Measurement(Load load, string workspace, string journal, int? databaseServer) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly List<Process> _nodes = [];
    private readonly List<(double At, double Megabytes)> _memory = [];
    private readonly List<double> _queueSeconds = [], _nodeListSeconds = [];
    private int _attempts;
    private Process? _coordinatorProcess;
    private IActorRef _coordinator = ActorRefs.Nobody;

    public void Dispose()
    {
        foreach (var process in _nodes.Append(_coordinatorProcess).OfType<Process>())
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    public async Task<Figures> Run()
    {
        var (port, own) = (Support.FreePort.Next(), Support.FreePort.Next());
        var (seed, coordinator) = await Members.Seed(port);
        using var host = seed;
        _coordinator = coordinator;
        _coordinatorProcess = Start("coordinator", $"{port}", $"{own}", workspace, journal);
        await Until("the coordinator works", async () => await Ask<object>(new RunProtocol.AskMessage()) is RunProtocol.ClusterMessage);
        var idle = await Idle(own);
        var runs = await Submit();
        await Until("all runs have begun", async () => (await Ask<QueueView>(new QueueProtocol.ListQueue())).BusySlots == load.Runs);
        return await Watch(runs, idle);
    }

    /// <summary>The nodes are begun; what the coordinator uses when nothing happens but their reports.</summary>
    private async Task<double> Idle(int coordinator)
    {
        for (var process = 0; process < load.NodeProcesses; process++)
        {
            var count = load.Nodes / load.NodeProcesses + (process < load.Nodes % load.NodeProcesses ? 1 : 0);
            _nodes.Add(Start("nodes", $"{coordinator}", workspace, load.ToLine(), $"{count}"));
        }
        await Until("all nodes are there", async () => await FreeSlots() == load.Slots);
        await Task.Delay(TimeSpan.FromSeconds(3));
        var (began, before) = (Stopwatch.GetTimestamp(), ProcessUse.Of(_coordinatorProcess!.Id));
        await Task.Delay(TimeSpan.FromSeconds(5));
        return (ProcessUse.Of(_coordinatorProcess.Id).ProcessorSeconds - before.ProcessorSeconds) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task<ImmutableArray<RunId>> Submit()
    {
        var (folds, repeats) = load.Shape();
        var runs = ImmutableArray.CreateBuilder<RunId>();
        for (var run = 0; run < load.Runs; run++)
        {
            var specification = new RunSpecification
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"made-{run}"),
                RandomSeed = (ulong)run,
                Cohort = new CohortOptions { Clinical = "/made/clinical.csv", Label = new LabelOptions("label", []) },
                Clinical = new ClinicalOptions(),
                Folds = folds,
                Repeats = repeats,
            };
            runs.Add((await Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(RunYaml.Write(specification), RunStage.Clinical, Another: false))).Run);
        }
        return runs.ToImmutable();
    }

    private async Task<Figures> Watch(ImmutableArray<RunId> runs, double idle)
    {
        var usedBefore = ProcessUse.Of(_coordinatorProcess!.Id);
        var nodesBefore = ProcessUse.Of(_nodes.Select(node => node.Id));
        var serverBefore = ServerUse();
        var (saidBefore, eventsBefore) = (await Said(), await Events());
        var (began, at) = (Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow);
        await File.WriteAllTextAsync(PretendTrainer.Go(workspace), "");
        using var stop = new CancellationTokenSource();
        var queue = AskEverySecond(_queueSeconds, async () => await Ask<QueueView>(new QueueProtocol.ListQueue()), stop.Token);
        var nodes = AskEverySecond(_nodeListSeconds, async () => await FreeSlots(), stop.Token);
        var memory = Sample(began, stop.Token);
        while ((await Ask<RunProtocol.RunList>(new RunProtocol.ListRuns(RunStatus.Running, Most: 1))).Runs.Length > 0)
            await Task.Delay(200);
        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = ProcessUse.Of(_coordinatorProcess.Id);
        var nodesUsed = ProcessUse.Of(_nodes.Select(node => node.Id));
        var server = ServerUse();
        var (said, events) = (await Said() - saidBefore, await Events() - eventsBefore);
        await stop.CancelAsync();
        var perSecond = await memory;
        await Task.WhenAll(queue, nodes);
        var jobs = await Done(runs, at);
        var (held, from, to) = Schedules.SlotsHeld(jobs, runs.Length);
        var seconds = jobs.OrderBy(job => job.Granted).Select(job => job.Seconds).ToList();
        return new Figures
        {
            Load = load,
            Jobs = jobs.Count,
            Attempts = _attempts,
            WallSeconds = wall,
            MakespanSeconds = jobs.Max(job => job.Ended),
            ListSeconds = Schedules.ListMakespan(seconds, load.Slots),
            LowerBoundSeconds = Schedules.LowerBound(seconds, load.Slots),
            StateChanges = events,
            StateChangesInBestSecond = perSecond,
            ProgressLines = said,
            IdleCores = idle,
            CoordinatorCores = (used.ProcessorSeconds - usedBefore.ProcessorSeconds) / wall,
            NodeCores = (nodesUsed.ProcessorSeconds - nodesBefore.ProcessorSeconds) / wall,
            ServerCores = (server.ProcessorSeconds - serverBefore.ProcessorSeconds) / wall,
            MemoryAtAFifth = _memory.Where(sample => sample.At >= wall / 5).Select(sample => sample.Megabytes).FirstOrDefault(),
            MemoryAtTheEnd = used.ResidentMegabytes,
            QueueSeconds = [.. _queueSeconds.Order()],
            NodeListSeconds = [.. _nodeListSeconds.Order()],
            HeldMeans = [.. held],
            ContendedSeconds = to - from,
        };
    }

    private ProcessUse ServerUse() => databaseServer is { } server ? ProcessUse.Of(ProcessUse.WithChildren(server)) : default;

    /// <returns>The most events that came to rest within one second.</returns>
    private async Task<double> Sample(long began, CancellationToken stop)
    {
        var (most, before, at) = (0.0, await Events(), Stopwatch.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(1000, CancellationToken.None);
            _memory.Add((Stopwatch.GetElapsedTime(began).TotalSeconds, ProcessUse.Of(_coordinatorProcess!.Id).ResidentMegabytes));
            var (now, events) = (Stopwatch.GetTimestamp(), await Events());
            most = Math.Max(most, (events - before) / Stopwatch.GetElapsedTime(at, now).TotalSeconds);
            (before, at) = (events, now);
        }
        return most;
    }

    private static async Task AskEverySecond(List<double> seconds, Func<Task> ask, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            await ask();
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, 0.5 - seconds[^1])), CancellationToken.None);
        }
    }

    private async Task<List<DoneJob>> Done(ImmutableArray<RunId> runs, DateTimeOffset began)
    {
        var jobs = new List<DoneJob>();
        foreach (var (run, number) in runs.Select((run, number) => (run, number)))
        {
            var view = (RunView)await RunViewParts.Whole(run, async part => await Ask<object>(part));
            foreach (var job in view.Jobs.Where(job => job.Kind == JobKind.TrainFold))
            {
                if (job is not { Status: JobStatus.Completed, StartedAt: { } granted, EndedAt: { } ended })
                    throw new InvalidOperationException($"{run}/{job.Job} is {job.Status} in its attempt {job.Attempt}: {job.LastFailure}");
                _attempts += job.Attempt;
                jobs.Add(new DoneJob(number, (granted - began).TotalSeconds, (ended - began).TotalSeconds, load.TimeOf(run, job.Job).TotalSeconds));
            }
        }
        return jobs.Count == load.JobsPerRun * load.Runs ? jobs : throw new InvalidOperationException($"{jobs.Count} jobs were done.");
    }

    private async Task<int> FreeSlots()
    {
        var (free, after) = (0, (string?)null);
        while (true)
        {
            var page = await Ask<RunProtocol.NodeList>(new RunProtocol.ListNodes(after));
            free += page.Nodes.Sum(node => node.Slots.Count(slot => slot.Status == SlotStatus.Free));
            if (page.IsLastPage)
                return free;
            after = page.Nodes[^1].Node.ToString();
        }
    }

    private async Task<long> Said()
    {
        var sum = 0L;
        foreach (var node in _nodes)
        {
            await node.StandardInput.WriteLineAsync("?");
            sum += long.Parse((await node.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        }
        return sum;
    }

    /// <summary>Events that rest in the journal.</summary>
    private async Task<long> Events()
    {
        await using DbConnection database = databaseServer is null
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = journal, Mode = SqliteOpenMode.ReadOnly }.ToString())
            : new NpgsqlConnection(Program.Npgsql(journal));
        await database.OpenAsync();
        await using var question = database.CreateCommand();
        question.CommandText = "select coalesce(max(ordering), 0) from journal";
        return Convert.ToInt64(await question.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task<T> Ask<T>(object question) where T : class
    {
        var answer = await _coordinator.Ask<object>(question, TimeSpan.FromSeconds(60));
        return answer as T ?? throw new InvalidOperationException($"{question} was answered with {answer}");
    }

    private static async Task Until(string what, Func<Task<bool>> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            try
            {
                if (await isSo())
                    return;
            }
            catch (Exception notYet) when (notYet is AskTimeoutException or InvalidOperationException)
            {
                // As the cluster begins.
            }
            await Task.Delay(500);
        }
        throw new TimeoutException($"In {Patience} it did not come to pass that {what}.");
    }

    private static Process Start(params string[] words)
    {
        var host = Environment.ProcessPath!;
        string[] line = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [Environment.GetCommandLineArgs()[0], .. words] : words;
        var start = new ProcessStartInfo(host, line) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (words[0] == "coordinator" && Environment.GetEnvironmentVariable("AXSPA_BENCH_PERF") is not null)
            start.Environment["DOTNET_PerfMapEnabled"] = "1";
        return Process.Start(start)!;
    }
}
