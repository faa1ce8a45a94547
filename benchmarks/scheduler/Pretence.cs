using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using AxSpa.GpuNode;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.SchedulerBenchmark;

/// <summary>One thread that does for all trainers of a process what is due: so a thousand of them cost no thousand threads.</summary>
internal sealed class Pretence
{
    private readonly PriorityQueue<Action, long> _due = new();
    private readonly object _gate = new();

    public Pretence() => new Thread(Work) { IsBackground = true, Name = "pretence" }.Start();

    /// <summary>Lines of progress that were said.</summary>
    public long Said;

    public void After(TimeSpan delay, Action what)
    {
        lock (_gate)
        {
            _due.Enqueue(what, Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency));
            Monitor.Pulse(_gate);
        }
    }

    private void Work()
    {
        while (true)
        {
            Action what;
            lock (_gate)
            {
                while (!_due.TryPeek(out _, out var at) || at > Stopwatch.GetTimestamp())
                    if (_due.Count == 0)
                        Monitor.Wait(_gate);
                    else
                        Monitor.Wait(_gate, TimeSpan.FromMilliseconds(Math.Max(1, Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), at).TotalMilliseconds)));
                what = _due.Dequeue();
            }
            what();
        }
    }
}

/// <summary>
/// A trainer that only waits: it says on its way how far it is, and ends with one small file, which the coordinator verifies as any other.
/// The cohort, the first job of each run, ends when the measurement begins, so that all runs begin at once.
/// </summary>
internal sealed class PretendTrainer : ITrainer
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("patient,score\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row},0.5\n")));
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly Load _load;
    private readonly string _workspace;
    private readonly Pretence _pretence;
    private readonly TrainerEars _ears;
    private volatile Job? _job;

    private PretendTrainer(Load load, string workspace, Pretence pretence, TrainerEars ears) =>
        (_load, _workspace, _pretence, _ears) = (load, workspace, pretence, ears);

    public static ITrainer Begin(Load load, string workspace, Pretence pretence, string device, TrainerEars ears)
    {
        pretence.After(TimeSpan.Zero, () => ears.Said(new TrainerLine.Ready(Environment.ProcessId, device, "none", "none")));
        return new PretendTrainer(load, workspace, pretence, ears);
    }

    /// <summary>Its being there begins the measurement.</summary>
    public static string Go(string workspace) => Path.Combine(workspace, "go");

    public void Send(Job job)
    {
        _job = job;
        if (job.Kind == JobKind.PrepareCohort)
        {
            AwaitGo(job);
            return;
        }
        var time = _load.TimeOf(job.Run, job.Id);
        _pretence.After(time, () => End(job));
        // Each at another moment, as trainers that were begun one after the other.
        Progress(job, 1, TimeSpan.FromSeconds(_load.ProgressSeconds * Load.Fraction($"{job.Id}/{job.Run}")), time);
    }

    public void Stop() => End(new TrainerLine.Failed(FailureKind.Cancelled, "stopped"));

    public void Kill() => _ears.Exited(128 + 9);

    public void Dispose() => _job = null;

    private void AwaitGo(Job job)
    {
        if (File.Exists(Go(_workspace)))
            End(job);
        else
            _pretence.After(LookEvery, () => AwaitGo(job));
    }

    private void Progress(Job job, int step, TimeSpan after, TimeSpan left)
    {
        if (after >= left)
            return;
        _pretence.After(after, () =>
        {
            if (_job != job)
                return;
            Interlocked.Increment(ref _pretence.Said);
            _ears.Said(new TrainerLine.Progress("epoch", step, 1000, 0.5, 0.5));
            Progress(job, step + 1, TimeSpan.FromSeconds(_load.ProgressSeconds), left - after);
        });
    }

    private void End(Job job)
    {
        if (_job != job)
            return;
        var path = Path.Combine(new RunFolder(_workspace, job.Run).AttemptFolder(job), "scores.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Content);
        ImmutableArray<StoredFile> files = [new StoredFile(Path.GetRelativePath(_workspace, path), Content.Length, Sha256)];
        End(new TrainerLine.Completed(files, job.Kind == JobKind.PrepareCohort
            ? ImmutableSortedDictionary<string, double>.Empty.Add(CohortMetricNames.Features, 3)
            : ImmutableSortedDictionary<string, double>.Empty.Add("auroc", 0.5)));
    }

    private void End(TrainerLine last)
    {
        _job = null;
        _ears.Said(last);
    }
}
