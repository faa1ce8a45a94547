using System.Diagnostics;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Tests;

/// <summary>The built trainer program, running, as a GPU node sees it.</summary>
internal sealed class StartedTrainer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _log;
    private readonly string _workspace;

    public StartedTrainer(string workspace, string device = "cpu", (string Name, string Value)? environment = null, params string[] more)
    {
        _workspace = workspace;
        var start = new ProcessStartInfo(Program)
        {
            ArgumentList = { "--workspace", workspace, "--device", device },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in more)
            start.ArgumentList.Add(argument);
        if (environment is { } variable)
            start.Environment[variable.Name] = variable.Value;
        _process = Process.Start(start)!;
        _log = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>artifacts/bin/Trainer.Tests/debug/ → artifacts/bin/Trainer/debug_linux-x64/AxSpa.Trainer</summary>
    private static string Program
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Path.Combine(output.Parent!.Parent!.FullName, "Trainer", $"{output.Name}_linux-x64", "AxSpa.Trainer");
        }
    }

    public int ProcessId => _process.Id;

    public void Send(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>The next line that says more than that the process lives.</summary>
    public async Task<TrainerLine> Hear()
    {
        TrainerLine line;
        do
            line = await HearAnything();
        while (line is TrainerLine.Alive);
        return line;
    }

    /// <summary>By the rules of a node.</summary>
    public async Task<TrainerLine> HearAnything()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"The trainer ended: {await _log}");
        return TrainerLineRules.Read(System.Text.Encoding.UTF8.GetBytes(line), out var problem) ?? throw new InvalidOperationException(problem);
    }

    /// <summary>Sends a job and hears everything up to its end.</summary>
    public async Task<(TrainerLine End, List<TrainerLine> Before)> Do(Job job)
    {
        Send(JobJson.Write(job));
        var before = new List<TrainerLine>();
        for (var line = await Hear(); ; line = await Hear())
        {
            if (line is TrainerLine.Completed done && AttemptFiles.Problem(new RunFolder(_workspace, job.Run), job, done.Files) is { } problem)
                throw new InvalidOperationException(problem);
            if (line is TrainerLine.Completed or TrainerLine.Failed or TrainerLine.NotVisible)
                return (line, before);
            before.Add(line);
        }
    }

    public async Task<TrainerLine.Completed> MustDo(Job job) =>
        (await Do(job)).End switch
        {
            TrainerLine.Completed completed => completed,
            var other => throw new InvalidOperationException($"{job.Id}: {other}"),
        };

    /// <returns>The exit code: 128 + n after signal n.</returns>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
