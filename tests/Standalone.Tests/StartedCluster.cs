using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>A seed and a GPU node of two slots as real processes on loopback; coordinators come and go with the test.</summary>
internal sealed class StartedCluster : IDisposable
{
    private readonly string _seeds, _pbm, _journal;
    private readonly List<AxspaProcess> _started = [];
    private readonly AxspaProcess _seed;
    private int _slots;

    /// <param name="journal">A file, or a database.</param>
    /// <param name="trainer">What its nodes start; null: the trainer itself.</param>
    public StartedCluster(string workspace, string journal, PacedTrainer? trainer = null)
    {
        (Workspace, Trainer) = (workspace, trainer);
        _journal = journal;
        var (seedPort, pbmPort) = (FreePort.Next(), FreePort.Next());
        (_seeds, _pbm) = ($"127.0.0.1:{seedPort}", $"127.0.0.1:{pbmPort}");
        _seed = Start("seed", "--port", $"{seedPort}", "--pbm-port", $"{pbmPort}");
    }

    public string Workspace { get; }

    public PacedTrainer? Trainer { get; }

    public RunOnDisk Run => RunOnDisk.OnlyOne(Workspace);

    public string RunLog => RunOnDisk.ReadShared(Path.Combine(Run.Folder, "run.log"));

    /// <summary>Starts it and waits until it is a member: the one that has been there longest is in charge.</summary>
    /// <param name="port">A coordinator that is started again on its address is back sooner than a standby takes over.</param>
    /// <param name="traces">Where it sends its runs as traces.</param>
    public AxspaProcess Coordinator(int port = 0, string traces = "")
    {
        var coordinator = Start(
            ["coordinator", "--workspace", Workspace, "--port", $"{port}"],
            new Dictionary<string, string> { ["AXSPA_JOURNAL"] = _journal, ["OTEL_EXPORTER_OTLP_ENDPOINT"] = traces, ["OTEL_BSP_SCHEDULE_DELAY"] = "100" });
        UntilUp();
        return coordinator;
    }

    /// <summary>Starts it and waits until its slots are free.</summary>
    public AxspaProcess Node(int port = 0)
    {
        var node = Start(["gpunode", "--workspace", Workspace, "--slots", "cpu:2", "--port", $"{port}"], Trainer?.Environment);
        UntilUp();
        _slots += 2;
        UntilFree(_slots);
        return node;
    }

    /// <summary>What all its processes have printed.</summary>
    public string Said => string.Concat(_started.Select(process => process.Said));

    public void UntilFree(int slots) => Until(() => Regex.Count(Pbm("node", "list").Out, "\\bfree\\b") == slots, $"{slots} slots were free");

    /// <returns>The run's id.</returns>
    public string Submit(string specification)
    {
        var (code, output, errors) = Pbm("run", "submit", specification);
        Assert.True(code == 0, errors);
        return Regex.Match(output, @"\d{8}-\d{6}-\w{4}").Value;
    }

    public (int Code, string Out, string Errors) Pbm(params string[] arguments)
    {
        using var process = AxspaProcess.StartProgram(AxspaProcess.ProgramOf("Pbm"), [_pbm, .. arguments]);
        return process.End();
    }

    /// <param name="progress">As long as this changes it goes on waiting.</param>
    public void Until(Func<bool> holds, string what, Func<object>? progress = null) => _seed.Until(holds, what, progress);

    public void UntilLogged(string pattern) => Until(
        () =>
            Directory.Exists(Path.Combine(Workspace, "runs"))
                && Directory.GetFiles(Path.Combine(Workspace, "runs"), "run.log", SearchOption.AllDirectories)
                    .Any(log => Regex.IsMatch(RunOnDisk.ReadShared(log), pattern)),
        $"run.log said {pattern}");

    /// <summary>When the coordinator of this generation had read the run and written its first event.</summary>
    public DateTime TookOver(int generation)
    {
        UntilLogged($"took over, generation {generation}\n");
        return DateTime.Parse(Regex.Match(RunLog, $@"(\S+) info  coordinator took over, generation {generation}\n").Groups[1].Value,
            CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
    }

    /// <summary>Lets its trainers go and waits for the end of the run: nothing was computed twice, and the result is the one of an undisturbed run.</summary>
    public void EndsLike(RunOnDisk undisturbed, string run)
    {
        ResultIsThatOf(undisturbed, run);
        var here = Run;
        Assert.All(here.Grants, job => Assert.True(job.Value == 1, $"{job.Key} was begun {job.Value} times:\n{here.Log}"));
    }

    /// <summary>Lets its trainers go and waits for the end: whatever was computed twice, each job is official once and the result is the same.</summary>
    public void ResultIsThatOf(RunOnDisk undisturbed, string run)
    {
        ResultCanBeMended(undisturbed, run);
        var here = Run;
        Assert.Equal(here.OfficialJobs.Distinct().Count(), here.OfficialJobs.Count);
    }

    /// <summary>Lets its trainers go and waits for the end of the run: the result is the same, though what was damaged became official anew.</summary>
    public void ResultCanBeMended(RunOnDisk undisturbed, string run)
    {
        Trainer?.LetGo();
        var waited = Pbm("run", "wait", run);
        Assert.True(waited.Code == 0, waited.Errors + waited.Out);
        var here = Run;
        Assert.Equal(undisturbed.EqualSet(), here.EqualSet());
        Assert.Empty(Directory.GetFiles(Workspace, "*.tmp", SearchOption.AllDirectories));
    }

    public void Dispose()
    {
        foreach (var process in Enumerable.Reverse(_started))
            process.Dispose();
    }

    private void UntilUp()
    {
        var alive = _started.Count(process => !process.HasExited);
        Until(() => Regex.Count(Pbm("cluster", "show").Out, @"\bup\b") == alive, $"{alive} members were up");
    }

    private AxspaProcess Start(string role, params string[] arguments) => Start([role, .. arguments], null);

    private AxspaProcess Start(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var process = AxspaProcess.Start([.. arguments, "--seeds", _seeds], environment);
        _started.Add(process);
        return process;
    }
}
