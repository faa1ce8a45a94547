using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.GpuNode.Tests.Lying;

/// <summary>A trainer without a process: its bytes go through the reader that a real one's go through.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class FedTrainer : ITrainer
{
    /// <summary>Every so many lies one is told while there is no job.</summary>
    private const int IdleEvery = 400;

    private static int s_lives;

    private readonly BlockingCollection<byte[]> _bytes = [];
    private readonly TrainerEars _ears;
    private byte[] _part = [];
    private int _at;

    public FedTrainer(TrainerEars ears)
    {
        _ears = ears;
        _bytes.Add([.. System.Text.Encoding.UTF8.GetBytes(Support.LyingTrainer.Ready), (byte)'\n']);
        if (Interlocked.Increment(ref s_lives) is var life && life % IdleEvery == 0)
            _bytes.Add(TrainerLies.Of(-life, new Job(new RunId("r"), new JobId("mri-0"), JobKind.TrainFold, 1, Fold: new FoldId(BranchId.Mri, 0))));
        new Thread(Hear) { IsBackground = true }.Start();
    }

    public void Send(Job job) => TryAdd(TrainerLies.UntilTheEnd(TrainerLies.Of(job.Attempt, job), job));

    public void Stop() { }

    public void Kill() => Dispose();

    public void Dispose() => _bytes.CompleteAdding();

    private void TryAdd(byte[] bytes)
    {
        if (!_bytes.IsAddingCompleted)
            _bytes.Add(bytes);
    }

    private void Hear()
    {
        if (TrainerVoice.Hear(Read, _ears.Said) is { } broken)
            _ears.Broke(broken);
        _ears.Exited(137);
    }

    private int Read(Span<byte> into)
    {
        if (_at == _part.Length)
        {
            if (!_bytes.TryTake(out var next, Timeout.Infinite))
                return 0;
            (_part, _at) = (next, 0);
        }
        var length = Math.Min(into.Length, _part.Length - _at);
        _part.AsSpan(_at, length).CopyTo(into);
        _at += length;
        return length;
    }
}

/// <summary>What came of all lies.</summary>
internal sealed record FuzzOutcome(int Lies, int Ended, int Taken, TimeSpan Slowest, IReadOnlyList<string> Wrong);

/// <summary>
/// In the coordinator's place: gives each free slot the next attempt, whose trainer tells the lie of its number, and looks at what comes of it.
/// </summary>
internal sealed class FuzzingCoordinator : ReceiveActor, IWithTimers
{
    /// <summary>
    /// Of this process's own processor time: a busy machine is no hang. Whoever waits for something that does not come takes none, and gets the longer.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), LongPatience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<int, (int Slot, long Since, TimeSpan Worked)> _open = [];
    private readonly Queue<int> _again = new();
    private readonly List<string> _wrong = [];
    private readonly TaskCompletionSource<FuzzOutcome> _done;
    private readonly string _workspace;
    private readonly int _last;
    private int _next, _ended, _taken;
    private TimeSpan _slowest;

    public FuzzingCoordinator(string workspace, int first, int count, TaskCompletionSource<FuzzOutcome> done)
    {
        (_workspace, _next, _last, _done) = (workspace, first, first + count, done);
        Receive<NodeProtocol.NodeReport>(OnReport);
        Receive<NodeProtocol.JobProgressed>(at => { if (at.Step < 0 || at.Of < 0 || !VisibleText.IsPlain(at.Stage)) Wrong(at.Attempt, $"{at}"); });
        Receive<NodeProtocol.JobWarned>(warned => { if (!VisibleText.IsPlain(warned.Text)) Wrong(warned.Attempt, "a hidden character in a warning"); });
        Receive<NodeProtocol.JobCompleted>(
            end => OnEnd(end.Attempt, end, AttemptFiles.Problem(new RunFolder(_workspace, end.Attempt.Run), JobOf(end.Attempt.Attempt), end.Files)));
        Receive<NodeProtocol.JobFailed>(end =>
            OnEnd(end.Attempt, end,
                end.Kind is FailureKind.Lost or FailureKind.Cancelled || !VisibleText.IsPlain(end.Reason) ? $"{end.Kind}: {end.Reason}" : null));
        Receive<NodeProtocol.FileNotVisible>(end => OnEnd(end.Attempt, end, VisibleText.IsPlain(end.Reason) ? null : "a hidden character in a reason"));
        Receive<string>(_ => OnLook());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Job JobOf(int number) => new(new RunId("r"), new JobId("mri-0"), JobKind.TrainFold, number, Fold: new FoldId(BranchId.Mri, 0));

    protected override void PreStart() => Timers.StartPeriodicTimer("look", "look", TimeSpan.FromSeconds(1));

    private void OnReport(NodeProtocol.NodeReport report)
    {
        foreach (var slot in report.Slots.Where(slot => slot.Status == SlotStatus.Free && _open.Values.All(open => open.Slot != slot.Index)))
        {
            if (!_again.TryDequeue(out var number))
            {
                if (_next == _last) break;
                number = _next++;
            }
            _open[number] = (slot.Index, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            Sender.Tell(new NodeProtocol.GrantJob(slot.Index, JobOf(number), 1));
        }
        SayWhetherDone();
    }

    private void OnEnd(AttemptId attempt, IWireMessage end, string? wrong)
    {
        Sender.Tell(new NodeProtocol.ResultRecorded(attempt));
        if (!_open.Remove(attempt.Attempt, out var open))
            return;
        if (end is NodeProtocol.JobFailed { Kind: FailureKind.Lost } failed && failed.Reason.EndsWith("was not free.", StringComparison.Ordinal))
        {
            _again.Enqueue(attempt.Attempt); // its trainer had lied meanwhile, without a job
            return;
        }
        if (end is NodeProtocol.JobFailed { Kind: FailureKind.Crashed }) _ended++;
        else _taken++;
        if (Environment.CpuUsage.TotalTime - open.Worked is var took && took > _slowest) _slowest = took;
        if (wrong is not null) Wrong(attempt, wrong);
        if (!WireFrame.Fits(end)) Wrong(attempt, "a message that does not fit");
        SayWhetherDone();
    }

    private void OnLook()
    {
        foreach (var (number, open) in _open.Where(
            open => Environment.CpuUsage.TotalTime - open.Value.Worked > Patience || Stopwatch.GetElapsedTime(open.Value.Since) > LongPatience))
            _wrong.Add($"lie {number} has hung slot {open.Slot}");
        if (_wrong.Count > 0)
            _done.TrySetResult(Outcome);
    }

    private void SayWhetherDone()
    {
        if (_next == _last && _open.Count + _again.Count == 0)
            _done.TrySetResult(Outcome);
    }

    private void Wrong(AttemptId attempt, string what) => _wrong.Add($"lie {attempt.Attempt}: {what}");

    private FuzzOutcome Outcome => new(_ended + _taken, _ended, _taken, _slowest, _wrong);
}
