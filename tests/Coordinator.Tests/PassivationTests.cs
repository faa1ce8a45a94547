using Akka.Actor;
using Akka.Persistence;
using AxSpa.Coordinator.Runs;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>Runs that have ended write a snapshot and rest, and are there again when somebody asks.</summary>
public sealed class PassivationTests : CoordinatorUnderTest
{
    private IActorRef _coordinator = ActorRefs.Nobody;
    private RunId _run;

    private IActorRef Begin(TimeSpan? restAfter = null) => _coordinator = Sys.ActorOf(Props.Create(() => new CoordinatorActor(
        Workspace, Roots, TimeProvider.System, new CoordinatorTelemetry(TimeProvider.System), restAfter ?? TimeSpan.FromMilliseconds(200))));

    private void Die()
    {
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
    }

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    /// <summary>The actors of runs that live, by name.</summary>
    private List<string> Awake()
    {
        var probe = CreateTestProbe();
        Sys.ActorSelection($"{_coordinator.Path}/run-*").Tell(new Identify(1), probe.Ref);
        var names = new List<string>();
        while (probe.ReceiveOne(TimeSpan.FromMilliseconds(200), Stop) is ActorIdentity { Subject: { } actor })
            names.Add(actor.Path.Name);
        return names;
    }

    private void AwaitRest() => AwaitAssert(() => Assert.Empty(Awake()), Long, cancellationToken: Stop);

    private int SnapshotsOf(string persistenceId)
    {
        var probe = CreateTestProbe();
        Persistence.Instance.Apply(Sys).SnapshotStoreFor(null).Tell(new WireSnapshots.Count(persistenceId), probe.Ref);
        return probe.ExpectMsg<int>(cancellationToken: Stop);
    }

    private AttemptId BeginAndCancel(TimeSpan? restAfter = null)
    {
        Begin(restAfter);
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        _run = attempt.Run;
        _coordinator.Tell(new NodeProtocol.JobWarned(attempt, "a warning"), Node.Ref);
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(_run));
        return attempt;
    }

    [Fact]
    public void A_run_that_has_ended_rests_and_whoever_asks_for_it_finds_it_as_it_was()
    {
        BeginAndCancel();
        AwaitRest();
        Assert.Equal(1, SnapshotsOf($"run-{_run}"));
        var view = Ask<RunView>(new RunProtocol.DescribeRun(_run));
        Assert.Equal((RunStatus.Cancelled, 1, null), (view.Summary.Status, Assert.Single(view.Jobs).Attempt, view.WaitingFor));
        Assert.Equal(["a warning"], view.Warnings);
        Assert.Equal([$"run-{_run}"], Awake());
        AwaitRest();
        Assert.Contains("cancelled for good", Ask<RunProtocol.Refused>(new RunProtocol.ResumeRun(_run)).Reason);
        AwaitRest();
        Assert.Equal(1, SnapshotsOf($"run-{_run}")); // nothing has happened since
    }

    [Fact]
    public void A_run_that_is_open_never_rests()
    {
        Begin();
        Report(_coordinator);
        Submit(_coordinator);
        AwaitGrant();
        var (runs, probe) = (Sys.ActorSelection($"{_coordinator.Path}/run-*"), CreateTestProbe());
        runs.Tell(ReceiveTimeout.Instance); // as after a silence
        runs.Tell(RunMessages.Rest.Instance); // as the coordinator lets it
        runs.Tell(new Identify(1), probe.Ref);
        Assert.NotNull(probe.ExpectMsg<ActorIdentity>(Long, cancellationToken: Stop).Subject);
    }

    [Fact]
    public void Whatever_is_asked_while_runs_fall_asleep_and_wake_is_answered()
    {
        BeginAndCancel(TimeSpan.FromMilliseconds(1));
        var random = new Random(1);
        for (var question = 0; question < 300; question++)
        {
            Ask<RunProtocol.Refused>(new RunProtocol.CancelRun(_run));
            var view = Ask<RunView>(new RunProtocol.DescribeRun(_run));
            Assert.Null(view.WaitingFor);
            Thread.Sleep(random.Next(4)); // so that the questions meet every moment of falling asleep
        }
        AwaitRest();
    }

    [Fact]
    public void A_node_that_still_computes_for_a_run_that_rests_is_stopped_and_its_result_is_acknowledged()
    {
        var attempt = BeginAndCancel();
        AwaitRest();
        Report(_coordinator); // names no run of ours
        Assert.Empty(Awake());
        Report(_coordinator, running: attempt);
        Assert.Equal(new NodeProtocol.CancelAttempt(attempt, 1), Node.FishForMessage<NodeProtocol.CancelAttempt>(_ => true, Long, cancellationToken: Stop));
        AwaitRest();
        _coordinator.Tell(Completed(attempt), Node.Ref);
        AwaitRecorded(attempt);
        AwaitRest();
    }

    [Fact]
    public void A_failed_run_that_rests_goes_on_when_it_is_resumed_and_rests_again_with_a_new_snapshot()
    {
        Begin();
        Report(_coordinator);
        Submit(_coordinator);
        var cohort = AttemptOf(AwaitGrant());
        _run = cohort.Run;
        Report(_coordinator, running: cohort);
        _coordinator.Tell(new NodeProtocol.JobFailed(cohort, Id, FailureKind.Diverged, "made up"), Node.Ref);
        AwaitRecorded(cohort);
        AwaitRest();
        // Its cohort was never read, so it is over; and after a take-over that is still known.
        Assert.Contains("failed before its cohort was read", Ask<RunProtocol.Refused>(new RunProtocol.ResumeRun(_run)).Reason);
        Die();
        Begin();
        Assert.Equal(RunStatus.Failed, Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs.Single().Status);
        Assert.Empty(Awake());
        Assert.Contains("made up", Ask<RunView>(new RunProtocol.DescribeRun(_run)).Failure);
    }

    [Fact]
    public void A_journal_without_snapshots_is_read_as_before_and_its_runs_get_one_when_they_were_asked_for()
    {
        BeginAndCancel(TimeSpan.FromHours(1));
        Die();
        Assert.Equal(0, SnapshotsOf($"run-{_run}"));
        Begin();
        Assert.Empty(Awake());
        Assert.Equal(RunStatus.Cancelled, Ask<RunView>(new RunProtocol.DescribeRun(_run)).Summary.Status);
        AwaitRest();
        Assert.Equal(1, SnapshotsOf($"run-{_run}"));
    }

    [Fact]
    public void A_run_that_is_deleted_leaves_no_snapshot()
    {
        BeginAndCancel();
        AwaitRest();
        AwaitAssert(() => Assert.True(Ask<RunProtocol.Deletion>(new RunProtocol.DeleteRun(_run)).IsFinished), Long, cancellationToken: Stop);
        AwaitAssert(() => Assert.Equal(0, SnapshotsOf($"run-{_run}")), Long, cancellationToken: Stop);
    }

    [Fact]
    public void A_run_that_the_list_has_and_the_journal_has_not_says_so_and_computes_nothing()
    {
        BeginAndCancel(TimeSpan.FromHours(1));
        Die();
        var journal = Persistence.Instance.Apply(Sys).JournalFor(null);
        var probe = CreateTestProbe();
        journal.Tell(new DeleteMessagesTo($"run-{_run}", long.MaxValue, probe.Ref), probe.Ref);
        probe.ExpectMsg<DeleteMessagesSuccess>(cancellationToken: Stop);
        Begin();
        Assert.Contains("Restore it from a backup", Ask<RunProtocol.Refused>(new RunProtocol.CancelRun(_run)).Reason);
        AwaitRest();
        Assert.DoesNotContain("generation 2", RunLog);
    }

    private int Listed()
    {
        var page = Ask<RunProtocol.RunList>(new RunProtocol.ListRuns());
        return page.Runs.Length + page.Older;
    }

    /// <summary>Counts, not times: of ten thousand runs that have ended a take-over starts none, and however many are looked at, none stays.</summary>
    [Fact]
    public void A_coordinator_keeps_nothing_of_the_runs_that_were_looked_at()
    {
        const int Ever = 1_200, LookedAt = 100;
        WriteEnded(Ever);
        Begin();
        Assert.Equal(Ever, Listed());
        Assert.Empty(Awake());
        for (var run = 0; run < LookedAt; run++)
            Assert.Equal(RunStatus.Cancelled, Ask<RunView>(new RunProtocol.DescribeRun(Ended(run))).Summary.Status);
        AwaitRest();
        Assert.Equal(1, SnapshotsOf("coordinator"));
        Die();
        // The next one is made from the snapshot and the few events since: without those before it is the same.
        var probe = CreateTestProbe();
        Persistence.Instance.Apply(Sys).JournalFor(null).Tell(new DeleteMessagesTo("coordinator", 2 * Ever, probe.Ref), probe.Ref);
        probe.ExpectMsg<DeleteMessagesSuccess>(cancellationToken: Stop);
        Begin();
        Assert.Equal(Ever, Listed());
        Assert.Equal(RunStatus.Cancelled, Ask<RunView>(new RunProtocol.DescribeRun(Ended(7))).Summary.Status);
    }

    private static RunId Ended(int run) => new($"20260102-030405-{run:x4}");

    /// <summary>A journal as earlier versions have left it.</summary>
    private void WriteEnded(int runs)
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var text = RunYaml.Write(MadeRun.Specification with { Mri = null, Clinical = new ClinicalOptions() });
        var submitted = Enumerable.Range(0, runs).Select(run => new RunEvents.Submitted(Ended(run), $"key-{run}", "made", text, RunStage.Cohort, at)).ToList();
        Write("coordinator",
            [.. submitted.SelectMany(run => (IWireMessage[])[new IndexEvents.RunIndexed(run), new IndexEvents.RunClosed(run.Run, RunStatus.Cancelled, at)])]);
        foreach (var run in submitted)
            Write($"run-{run.Run}", [run, new RunEvents.TookOver(1, at), new RunEvents.Cancelled(at)]);
    }

    private void Write(string persistenceId, IWireMessage[] events)
    {
        var probe = CreateTestProbe();
        var written = events.Select((happened, index) =>
            (IPersistentRepresentation)new Persistent(happened, index + 1, persistenceId, writerGuid: "test", sender: probe.Ref));
        Persistence.Instance.Apply(Sys).JournalFor(null).Tell(new WriteMessages([new AtomicWrite([.. written])], probe.Ref, 1), probe.Ref);
        probe.FishForMessage<WriteMessagesSuccessful>(_ => true, Long, cancellationToken: Stop);
    }
}
