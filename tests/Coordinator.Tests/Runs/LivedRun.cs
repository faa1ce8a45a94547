using System.Collections.Immutable;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests.Runs;

/// <summary>A run that lives through whatever numbers say: each is one thing that happens to it, by the same decisions that a real one takes.</summary>
internal sealed class LivedRun
{
    private static readonly FailureKind[] Kinds = Enum.GetValues<FailureKind>();
    private readonly List<LookOrder> _underway = [LookOrder.TakeOver.Instance];
    private DateTimeOffset _now = MadeRun.Now;

    public RunEvents.Submitted Submitted { get; } = new(MadeRun.Id, "key", "made", "yaml", RunStage.Mri, MadeRun.Now);

    public RunState State { get; private set; }

    public List<RunEvents.IRunEvent> Events { get; } = [];

    public bool IsGateOpen { get; private set; }

    public LivedRun() => State = RunState.From(Submitted);

    public static LivedRun Through(IEnumerable<int> choices)
    {
        var lived = new LivedRun();
        foreach (var choice in choices)
            lived.Step(choice);
        return lived;
    }

    /// <returns>The look that came back, and what it came to; null: something else happened.</returns>
    public (Look? Look, LookDecision? Decision) Step(int choice)
    {
        _now += TimeSpan.FromSeconds(1 + (choice % 5000));
        var which = choice / 32;
        switch (choice % 32)
        {
            case 0:
                PersistAndApply(State.OnCancel(_now));
                break;
            case 1:
                PersistAndApply([.. State.OnPause(which % 2 == 0, _now).Events]);
                break;
            case 2 when State.Status == RunStatus.Running && State.Jobs.Values.All(job => job.Official is not null):
                PersistAndApply([new RunEvents.Completed(_now)]);
                break;
            case 3 when State.Status == RunStatus.Running:
                PersistAndApply([new RunEvents.TookOver(State.Generation + 1, _now)]);
                break;
            case 4:
                PersistAndApply(State.OnPrioritize(which % 3, _now).Events);
                break;
            case 5:
                PersistAndApply(State.OnLimit(which % 3 == 0 ? null : 1 + (which % 3), _now).Events);
                break;
            case 6:
                PersistAndApply(State.OnMove((QueuePlace)(which % 2), null, _now).Events);
                break;
            case 7:
                foreach (var asked in State.OnMoveOff(MadeRun.Node))
                    PersistAndApply(State.OnFailed(asked, MadeRun.Node, FailureKind.Cancelled, "its node is drained", which % 3, _now));
                break;
            case 8 or 9 when Holding(which) is { } job:
                PersistAndApply(State.OnFailed(AttemptOf(job), job.Grant!.Node, Kinds[which % Kinds.Length], "why", which % 4, _now));
                break;
            case 10 when Holding(which) is { } job:
                var file = which % 2 == 0 ? "/c.csv" : "volumes/1.f32";
                Begin(new LookOrder.NotVisible(new NodeProtocol.FileNotVisible(AttemptOf(job), job.Grant!.Node, file, "not there"), which % 3));
                break;
            case 11 when Holding(which) is { } job:
                Begin(new LookOrder.AttemptFailed(new NodeProtocol.JobFailed(AttemptOf(job), job.Grant!.Node, FailureKind.BadInput, "altered"), which % 3));
                break;
            case 12:
                Begin(LookOrder.Resume.Instance);
                break;
            case 13:
                Begin(new LookOrder.Retry(new FoldId(BranchId.Mri, which % 6)));
                break;
            case 14:
                var resources = new ResourceOptions(which % 2 == 0 ? null : which % 7);
                Begin(new LookOrder.Resubmit(MadeRun.Specification with { Resources = resources }, (RunStage)(which % 5)));
                break;
            case 15:
                Begin(new LookOrder.Rehearsal(
                    which % 2 == 0 ? new RunProtocol.ResumeRun(State.Id) : new RunProtocol.RetryFold(State.Id, new FoldId(BranchId.Mri, 0))));
                break;
            case 16 when State.Status == RunStatus.Running:
                Begin(LookOrder.TakeOver.Instance);
                break;
            case >= 17 and <= 20 when _underway.Count > 0:
                return ComeBack(which);
            case >= 21 and <= 25 when State.Jobs.Values.Where(job => job.IsWaiting).ToList() is { Count: > 0 } waiting:
                PersistAndApply(State.OnOffer(waiting[which % waiting.Count].Request.Id, which % 9 == 0 ? MadeRun.OtherLife : MadeRun.Node, 0, "cpu", _now));
                break;
            case >= 26 and <= 29 when Holding(which) is { } job:
                var result = new StoredFile($"runs/{State.Id}/{job.Request.Id}/attempt-{job.Grant!.Attempt}/result.csv", 1, which % 8 == 0 ? "01" : "00");
                PersistAndApply(State.OnCompleted(new NodeProtocol.JobCompleted(AttemptOf(job), job.Grant.Node, [result], Figures), _now));
                break;
            default:
                if (NextStep.Of(State, MadeRun.Specification) is NextStep.Request request)
                    PersistAndApply(State.OnRequest(request.Jobs, _now));
                break;
        }
        return (null, null);
    }

    private static readonly ImmutableSortedDictionary<string, double> Figures =
        ImmutableSortedDictionary<string, double>.Empty.Add(CohortMetricNames.Features, 3).Add(CohortMetricNames.Scans, 5).Add("x", 0.1);

    private AttemptId AttemptOf(JobState job) => new(State.Id, job.Request.Id, job.Grant!.Attempt);

    private JobState? Holding(int which) =>
        State.Jobs.Values.Where(job => job.Grant is not null).ToList() is { Count: > 0 } holding ? holding[which % holding.Count] : null;

    private void Begin(LookOrder order) => _underway.Add(order);

    private (Look, LookDecision) ComeBack(int which)
    {
        var order = _underway[which % _underway.Count];
        _underway.Remove(order);
        var official = State.Jobs.Values.Where(job => job.Official is not null).ToList();
        var hit = which % 3 != 0 || official.Count == 0 ? null : official[which % official.Count];
        ImmutableArray<Damage> damaged = hit is null ? [] : [new Damage(hit.Request.Id, hit.Official!.Attempt - (which % 7 == 0 ? 1 : 0), "x is missing.")];
        var look = new Look(order, damaged, which % 5 == 0 ? "c.csv has changed" : null)
        {
            Away = which % 11 == 0 ? "/w is away" : null,
            IsSpecificationLost = which % 13 == 0,
        };
        var decision = State.OnSeen(look, IsGateOpen, _now);
        PersistAndApply(decision.Events);
        IsGateOpen |= decision.Gate == GateChange.Open;
        return (look, decision);
    }

    private void PersistAndApply(ImmutableArray<RunEvents.IRunEvent> events)
    {
        foreach (var happened in events)
        {
            Assert.True(State.Admits(happened), $"{happened.GetType().Name} was decided for a run that is {State.Status}.");
            Events.Add(happened);
            State = State.Apply(happened);
        }
    }
}
