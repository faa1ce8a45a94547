using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Xunit;

namespace AxSpa.GpuNode.Tests.Lying;

/// <summary>A trainer may say what it wants: it costs that trainer its life and its attempt, and the node nothing.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LyingTrainerTests : TestKit
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly NodeId Node = new("127.0.0.1", 1, 1);
    private readonly LyingTrainer _trainer = new();
    private readonly TestProbe _coordinator;
    private IActorRef _node = ActorRefs.Nobody;

    public LyingTrainerTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF") => _coordinator = CreateTestProbe();

    protected override void AfterAll()
    {
        base.AfterAll();
        _trainer.Dispose();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Progress(int step) => $$"""{"type":"progress","stage":"epoch","step":{{step}},"of":9,"trainingLoss":0.5,"validationAuroc":null}""";

    private static string CompletedWith(string path, long bytes = 1) =>
        $$"""{"type":"completed","files":[{"path":"{{path}}","bytes":{{bytes}},"sha256":"{{new string('a', 64)}}"}],"figures":{ } }""";

    private static Job Made(int attempt = 1) =>
        new(new RunId("r"), new JobId("clinical-0"), JobKind.TrainFold, attempt, Fold: new FoldId(BranchId.Clinical, 0));

    /// <summary>A node whose trainer does this with each job; with its first one.</summary>
    private void Begin(params string[] onJob)
    {
        _trainer.Does(onJob);
        BeginAsItIs();
        AwaitSlot(SlotStatus.Free);
        Grant(1);
    }

    private void BeginAsItIs()
    {
        var options = new GpuNodeOptions(["cpu"], _trainer.Folder, _trainer.Program);
        var coordinator = _coordinator.Ref;
        _node = Sys.ActorOf(Props.Create(() => new NodeActor(Node, options, coordinator)));
    }

    private void Grant(int attempt) => _node.Tell(new NodeProtocol.GrantJob(0, Made(attempt), 1));

    private NodeProtocol.NodeReport AwaitSlot(SlotStatus status) => (NodeProtocol.NodeReport)_coordinator.FishForMessage(
        message => message is NodeProtocol.NodeReport report && report.Slots[0].Status == status, Long, cancellationToken: Stop);

    private T End<T>(int attempt) where T : class => (T)_coordinator.FishForMessage(message => message switch
    {
        NodeProtocol.JobCompleted end => end.Attempt.Attempt == attempt,
        NodeProtocol.JobFailed end => end.Attempt.Attempt == attempt,
        _ => false,
    }, Long, cancellationToken: Stop);

    private void LivesOn(int attempt)
    {
        AwaitSlot(SlotStatus.Free);
        Grant(attempt);
        End<NodeProtocol.JobCompleted>(attempt);
        Assert.Equal(2, _trainer.Lives);
    }

    [Fact]
    public void One_line_without_a_type_ends_that_trainer_and_the_next_one_works_on()
    {
        Begin(_trainer.Once(_trainer.Says("{}") + "; " + LyingTrainer.LivesOn), _trainer.Says(LyingTrainer.Completed));
        var failed = End<NodeProtocol.JobFailed>(1);
        Assert.Equal(
            (FailureKind.Crashed, "The trainer process said a line that is not of the protocol (its form is none that a trainer's line has) and was ended: {}"),
            (failed.Kind, failed.Reason));
        LivesOn(attempt: 2);
    }

    [Fact]
    public void A_line_of_600_MB_ends_that_trainer_and_is_never_held()
    {
        var before = Environment.WorkingSet;
        Begin(_trainer.Once(LyingTrainer.LongLine(600_000_000)), _trainer.Says(LyingTrainer.Completed));
        var failed = End<NodeProtocol.JobFailed>(1);
        Assert.Equal(FailureKind.Crashed, failed.Kind);
        Assert.Contains("(it is longer than 256 KiB) and was ended: xxxxx", failed.Reason);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 200 << 20);
        LivesOn(attempt: 2);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "/lib64: out of luck", "its form" },
        { LyingTrainer.Ready, "it was ready before" },
        { LyingTrainer.Cancelled, "it ends as cancelled, and nobody asked for that" },
        { """{"type":"failed","kind":"Lost","reason":"x"}""", "it ends as lost, which only others can say" },
        { CompletedWith("../private/coordinator.key"),
            "'../private/coordinator.key' is not below the folder of its attempt, runs/r/folds/clinical-0/attempt-1/" },
        { CompletedWith("/etc/passwd"), "is not below the folder" },
        { CompletedWith("runs/r/folds/clinical-0/attempt-2/oof.csv"), "is not below the folder" },
        { CompletedWith("runs/r/folds/clinical-0/attempt-1/../attempt-2/oof.csv"), "no plain path" },
        { CompletedWith("runs/r/folds/clinical-0/attempt-1/oof.csv", bytes: -1), "negative length" },
        { """{"type":"completed","files":[null],"figures":{}}""", "a file has no name" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_line_that_cannot_be_ends_that_trainer(string line, string problem)
    {
        Begin(_trainer.Once(_trainer.Says(line) + "; " + LyingTrainer.LivesOn), _trainer.Says(LyingTrainer.Completed));
        var failed = End<NodeProtocol.JobFailed>(1);
        Assert.Equal(FailureKind.Crashed, failed.Kind);
        Assert.Contains(problem, failed.Reason);
        LivesOn(attempt: 2);
    }

    [Theory]
    [InlineData(LyingTrainer.Completed, "it ends a job, and has none")]
    [InlineData("""{"type":"not-visible","file":"a","reason":"x"}""", "it ends a job, and has none")]
    [InlineData("{}", "its form")]
    public void A_line_that_ends_a_job_nobody_gave_ends_that_trainer_too(string line, string problem)
    {
        _trainer.Does([_trainer.Says(LyingTrainer.Completed)],
            [_trainer.Says(LyingTrainer.Ready), _trainer.Once(_trainer.Says(line) + "; " + LyingTrainer.LivesOn)]);
        BeginAsItIs();
        Assert.Contains(problem, AwaitSlot(SlotStatus.Broken).Slots[0].Trouble);
        LivesOn(attempt: 1);
    }

    [Fact]
    public void A_trainer_that_is_asked_to_end_and_answers_nonsense_is_no_crash()
    {
        Begin($"[[ $job == '{JobJson.Stop}' ]] && {_trainer.Says("{}")}", _trainer.Says(Progress(1)));
        _coordinator.FishForMessage(message => message is NodeProtocol.JobProgressed, Long, cancellationToken: Stop);
        _node.Tell(new NodeProtocol.CancelAttempt(new AttemptId(new RunId("r"), new JobId("clinical-0"), 1), 1, "its node is drained"));
        Assert.Equal((FailureKind.Cancelled, "its node is drained"), End<NodeProtocol.JobFailed>(1) is var failed ? (failed.Kind, failed.Reason) : default);
    }

    [Fact]
    public void A_line_that_its_death_cuts_short_is_a_death_and_no_lie()
    {
        Begin($"printf '{{\"type\":'; kill -9 $$");
        Assert.StartsWith("The trainer process ended with code 137.", End<NodeProtocol.JobFailed>(1).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_that_closes_its_output_and_lives_on_is_ended()
    {
        Begin(_trainer.Once("exec 1>&-; " + LyingTrainer.LivesOn), _trainer.Says(LyingTrainer.Completed));
        Assert.Equal("The trainer process closed its standard output, lived on and was ended.", End<NodeProtocol.JobFailed>(1).Reason);
        LivesOn(attempt: 2);
    }

    [Fact]
    public void A_child_that_holds_the_pipes_of_a_dead_trainer_and_talks_on_keeps_nobody_waiting()
    {
        Begin(_trainer.Once($"({LyingTrainer.Floods(Progress(1), -1)}) & (sleep 15) & kill -9 $$"), _trainer.Says(LyingTrainer.Completed));
        Assert.StartsWith("The trainer process ended with code 137.", End<NodeProtocol.JobFailed>(1).Reason, StringComparison.Ordinal);
        LivesOn(attempt: 2);
    }

    [Fact]
    public void Good_lines_without_end_slow_that_trainer_down_and_fill_nothing()
    {
        var (before, clock) = (Environment.WorkingSet, Stopwatch.StartNew());
        Begin(LyingTrainer.Floods(Progress(1), -1));
        var heard = 0;
        _coordinator.FishForMessage(message => message is NodeProtocol.JobProgressed && ++heard == 3_000, Long, cancellationToken: Stop);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.5), Long); // 2,000 at once, then 500 a second
        _node.Tell(new NodeProtocol.CancelAttempt(new AttemptId(new RunId("r"), new JobId("clinical-0"), 1), 1));
        Assert.Equal(FailureKind.Cancelled, End<NodeProtocol.JobFailed>(1).Kind);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 200 << 20);
        AwaitSlot(SlotStatus.Free);
    }

    [Fact]
    public void Whatever_comes_on_standard_error_ends_nobody()
    {
        Begin(LyingTrainer.LongLine(50_000_000, descriptor: 2), _trainer.Writes([0xff, 0, (byte)'a', .. "\u202e\n"u8], descriptor: 2),
            LyingTrainer.Floods("flood", -1, descriptor: 2) + " &", _trainer.Says(LyingTrainer.Completed));
        var run = new RunFolder(_trainer.Folder, new RunId("r"));
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Specification, "name: x");
        End<NodeProtocol.JobCompleted>(1);
        AwaitSlot(SlotStatus.Free);
        Assert.Equal(1, _trainer.Lives);
    }

    [Fact]
    public void Of_warnings_an_attempt_has_a_bounded_number()
    {
        Begin(LyingTrainer.Floods("""{"type":"warning","text":"again"}""", 1_500), _trainer.Says(LyingTrainer.Completed));
        var warnings = 0;
        _coordinator.FishForMessage(message => message is NodeProtocol.JobCompleted || (message is NodeProtocol.JobWarned && ++warnings < 0), Long,
            cancellationToken: Stop);
        Assert.Equal(1_000, warnings);
    }

    [Fact]
    public void A_trainer_that_reads_nothing_is_ended_before_its_pipe_is_full()
    {
        _trainer.Does([], [LyingTrainer.LivesOn]);
        using var exited = new ManualResetEventSlim();
        var code = 0;
        using var process = TrainerProcess.Start(
            _trainer.Program, _trainer.Folder, "cpu", DataRoots.Anywhere,
            new TrainerEars(_ => { }, _ => { }, _ => { }, ended => { code = ended; exited.Set(); }));
        for (var sent = 0; sent < 2_000; sent++)
            process.Send(Made());
        Assert.True(exited.Wait(Long, Stop));
        Assert.Equal(137, code);
    }
}
