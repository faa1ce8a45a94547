using System.Runtime.InteropServices;
using AxSpa.GpuNode;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;

namespace AxSpa.Standalone;

/// <summary>One order, one trainer process beside this one, no cluster: what it says goes to standard error, and its end comes back.</summary>
internal sealed class LocalTrainer : IDisposable
{
    /// <summary>The last lines of its log, shown when it ends unasked.</summary>
    private const int KeptLines = 20;

    private readonly TaskCompletionSource<TrainerLine> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _log = new();
    private readonly TrainerOrder _order;
    private readonly TaskCompletionSource<TrainerProcess> _process = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isReady;
    private string? _stage;
    private volatile bool _isReadingModel;

    private LocalTrainer(TrainerOrder order) => _order = order;

    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda:0</c>.</param>
    /// <param name="workspace">Where scans are cached and bundles unpacked; null: a folder of its own, removed at the end.</param>
    /// <param name="done">Called when the order was carried out.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedInputException">Something handed in cannot be used.</exception>
    public static Task<int> Do(TrainerOrder order, string? workspace, string device, Action<TrainerLine.Completed> done) =>
        Do(TrainerProgram.Find(), order, workspace, device, done);

    internal static async Task<int> Do(TrainerProgram program, TrainerOrder order, string? workspace, string device, Action<TrainerLine.Completed> done)
    {
        var on = SlotDevices.Parse(device, program)[0];
        var scratch = workspace is null ? Directory.CreateTempSubdirectory("axspa-").FullName : null;
        try
        {
            using var trainer = new LocalTrainer(order);
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, trainer.Interrupt);
            using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, trainer.Interrupt);
            switch (await trainer.Do(program, workspace ?? scratch!, on))
            {
                case TrainerLine.Completed completed:
                    done(completed);
                    return ExitCode.Done;
                case TrainerLine.Failed { Kind: FailureKind.BadInput } refused:
                    throw new RefusedInputException(refused.Reason);
                case TrainerLine.Failed { Kind: FailureKind.Cancelled }:
                    Console.Error.WriteLine("Interrupted; nothing was written.");
                    return ExitCode.Interrupted;
                case TrainerLine.Failed failed:
                    Console.Error.WriteLine(failed.Reason);
                    return ExitCode.RunFailed;
                case TrainerLine.NotVisible unseen:
                    throw new RefusedInputException(unseen.Reason);
                case var other:
                    throw new InvalidOperationException($"A trainer's order does not end with {other.GetType().Name}.");
            }
        }
        finally
        {
            if (scratch is not null)
                Directory.Delete(scratch, recursive: true);
        }
    }

    public void Dispose()
    {
        if (_process.Task.IsCompletedSuccessfully)
            _process.Task.Result.Dispose();
    }

    private Task<TrainerLine> Do(TrainerProgram program, string workspace, string device)
    {
        _process.SetResult(TrainerProcess.Start(
            program, Directory.CreateDirectory(workspace).FullName, device, DataRoots.Anywhere, new TrainerEars(Hear, Keep, Broke, Ended)));
        return _end.Task;
    }

    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _end.TrySetResult(new TrainerLine.Failed(FailureKind.Cancelled, "interrupted"));
    }

    private void Hear(TrainerLine line)
    {
        if (TrainerTalk.Problem(_isReady ? TrainerStage.Working : TrainerStage.Starting, line) is { } problem)
        {
            Broke(TrainerTalk.Broken(problem, line));
            return;
        }
        switch (line)
        {
            case TrainerLine.Ready:
                _isReady = true;
                _process.Task.Result.Send(_order); // it may be ready before it is known here
                break;
            case TrainerLine.Progress { Stage: ModelStage.Name } reading:
                _isReadingModel = reading.Step < reading.Of;
                break;
            case TrainerLine.Progress progress when progress.Stage != _stage || progress.Step == progress.Of:
                _stage = progress.Stage;
                Console.Error.WriteLine($"{progress.Stage} {progress.Step}/{progress.Of}");
                break;
            case TrainerLine.Warning warning:
                Console.Error.WriteLine($"warning: {warning.Text}");
                break;
            case TrainerLine.Completed or TrainerLine.Failed or TrainerLine.NotVisible:
                _end.TrySetResult(line);
                break;
        }
    }

    private void Keep(string line)
    {
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > KeptLines)
                _log.Dequeue();
        }
    }

    private void Broke(string why) => _end.TrySetResult(new TrainerLine.Failed(FailureKind.Crashed, why));

    private void Ended(int code)
    {
        lock (_log)
            _end.TrySetResult(_isReadingModel
                ? new TrainerLine.Failed(FailureKind.BadInput,
                    $"{ModelName}: XGBoost ended its process (code {code}) while it read {ModelFileNames.Fusion}, which is not what a "
                    + "run writes or is damaged. "
                    + "Nothing was written. Copy the bundle again from where it was exported, or export the run again with 'axspa export'.")
                : new TrainerLine.Failed(FailureKind.Crashed, $"The trainer process ended with code {code}. It said last:\n{string.Join('\n', _log)}"));
    }

    private string ModelName => _order switch
    {
        TrainerOrder.Predict order => NameOf(order.Model),
        TrainerOrder.Evaluate order => NameOf(order.Model),
        TrainerOrder.Explain order => NameOf(order.Model),
        _ => throw new InvalidOperationException($"An order of kind {_order.GetType().Name} has no model."),
    };

    private static string NameOf(ModelSource model) => model.Bundle ?? model.Run!;
}
