using System.Diagnostics;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.GpuNode;

/// <summary>
/// One trainer process, seen from its node. Each of its lines is handed on by a dedicated thread: nothing here waits on the
/// thread pool, which carries the cluster's heartbeats. When the node dies, the pipe closes and the trainer ends itself.
/// </summary>
public sealed class TrainerProcess : ITrainer
{
    /// <summary>A process that ends closes its pipes a moment before.</summary>
    private static readonly TimeSpan EndAfterClosing = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly TrainerPipe _input;
    private volatile bool _isOver;

    private TrainerProcess(Process process)
    {
        _process = process;
        _input = Pipe(process.StandardInput.BaseStream);
    }

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static TrainerProcess Start(TrainerProgram program, string workspace, string device, DataRoots roots, TrainerEars ears)
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
        var trainer = new TrainerProcess(process);
        var errors = new Thread(() =>
        {
            TrainerVoice.HearErrors(trainer.Pipe(process.StandardError.BaseStream).Read, ears.Logged);
            process.StandardError.Dispose();
        })
        { IsBackground = true, Name = "trainer-errors" };
        errors.Start();
        new Thread(() =>
        {
            trainer.Hear(ears);
            process.StandardOutput.Dispose();
            errors.Join();
            process.WaitForExit();
            ears.Exited(process.ExitCode);
        })
        { IsBackground = true, Name = "trainer-lines" }.Start();
        return trainer;
    }

    public int Id => _process.Id;

    /// <summary>Sends a job as one line. A trainer that is gone says so by its exit, not here; one that reads nothing is ended.</summary>
    public void Send(Job job) => SendOrEnd(JobJson.Write(job));

    /// <summary>An order of a person, who waits for it.</summary>
    public void Send(TrainerOrder order) => Send(order.ToJson());

    /// <summary>Asks it to end the job that it does, with what that finished on disk; the answer is the job's end.</summary>
    public void Stop() => SendOrEnd(JobJson.Stop);

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
        _isOver = true;
        Kill();
        try
        {
            _process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // What was not read is not wanted any more.
        }
    }

    private TrainerPipe Pipe(Stream stream) => new(_process, stream, () => _isOver);

    private void Hear(TrainerEars ears)
    {
        var broken = TrainerVoice.Hear(Pipe(_process.StandardOutput.BaseStream).Read, ears.Said);
        if (broken is null && !_isOver && !_process.WaitForExit(EndAfterClosing))
            broken = "The trainer process closed its standard output, lived on and was ended.";
        if (broken is null)
            return;
        Kill();
        ears.Broke(broken);
    }

    /// <summary>Whoever writes here has other things to do than to wait for a trainer that reads nothing.</summary>
    private void SendOrEnd(string line)
    {
        if (_input.TakesMore())
            Send(line);
        else
            Kill();
    }

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
}
