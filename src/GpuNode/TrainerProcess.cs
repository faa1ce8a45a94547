using System.Diagnostics;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Runs;

namespace AxSpa.GpuNode;

/// <summary>
/// One trainer process, seen from its node. Each of its lines is handed on by a dedicated thread: nothing here waits on the
/// thread pool, which carries the cluster's heartbeats. When the node dies, the pipe closes and the trainer ends itself.
/// </summary>
public sealed class TrainerProcess : IDisposable
{
    private readonly Process _process;

    private TrainerProcess(Process process) => _process = process;

    /// <param name="said">Each line of the protocol.</param>
    /// <param name="logged">Each line on standard error.</param>
    /// <param name="exited">Once, after the last line: the exit code (128 + n after signal n).</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static TrainerProcess Start(
        TrainerProgram program, string workspace, string device, DataRoots roots, Action<TrainerLine> said, Action<string> logged, Action<int> exited)
    {
        var start = new ProcessStartInfo(program.Path)
        {
            ArgumentList = { "--workspace", workspace, "--device", device },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var root in roots.Folders)
        {
            start.ArgumentList.Add(DataRoots.Option);
            start.ArgumentList.Add(root);
        }
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program.Path} was not started.");
        var errors = new Thread(() =>
        {
            while (process.StandardError.ReadLine() is { } line)
                logged(line);
        })
        { IsBackground = true, Name = "trainer-errors" };
        errors.Start();
        new Thread(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
                Hear(line, said, logged);
            errors.Join();
            process.WaitForExit();
            exited(process.ExitCode);
        })
        { IsBackground = true, Name = "trainer-lines" }.Start();
        return new TrainerProcess(process);
    }

    public int Id => _process.Id;

    /// <summary>Sends a job as one line. A trainer that is gone says so by its exit, not here.</summary>
    public void Send(Job job) => Send(JobJson.Write(job));

    /// <summary>The same for an order of a person.</summary>
    public void Send(TrainerOrder order) => Send(order.ToJson());

    /// <summary>Asks it to end the job that it does, with what that finished on disk; the answer is the job's end.</summary>
    public void Stop() => Send(JobJson.Stop);

    private void Send(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The pipe is closed: the exit is about to be reported, and the attempt with it.
        }
    }

    /// <summary>Ends the process at once; its exit is reported as usual.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has exited already.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.StandardInput.Dispose();
    }

    private static void Hear(string line, Action<TrainerLine> said, Action<string> logged)
    {
        TrainerLine heard;
        try
        {
            heard = JobJson.ReadLine(line);
        }
        catch (System.Text.Json.JsonException trouble)
        {
            logged($"Not a line of the protocol ({trouble.Message}): {line}");
            return;
        }
        said(heard);
    }
}
