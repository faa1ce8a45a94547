using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.GpuNode.Tests;

/// <summary>Who ends an attempt in order lets it keep what it finished; who cannot wait is not waited for.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class OrderlyEndTests : TestKit
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly NodeId Node = new("127.0.0.1", 1, 1);

    /// <summary>Trains until it is asked to stop, keeps its epoch in the file <c>kept</c>, and says so.</summary>
    private const string Keeps = """
        if [[ $job == '{"stop":true}' ]]; then
          echo "$$" >> "$(dirname "$0")/kept"
          echo '{"type":"failed","kind":"Cancelled","reason":"stopped"}'
        else
          echo '{"type":"progress","stage":"epoch","step":1,"of":9,"trainingLoss":0.5,"validationAuroc":0.75}'
        fi
        """;

    private readonly TestProbe _coordinator;

    public OrderlyEndTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF") => _coordinator = CreateTestProbe();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Job Made(JobKind kind = JobKind.TrainFold, int attempt = 1) =>
        new(new RunId("r"), new JobId("clinical-0"), kind, attempt, Fold: kind == JobKind.TrainFold ? new FoldId(BranchId.Clinical, 0) : null);

    private static AttemptId Attempt(int number = 1) => new(new RunId("r"), new JobId("clinical-0"), number);

    private IActorRef Running(FakeTrainer trainer, Job job, TimeSpan? keepWithin = null)
    {
        var options = new GpuNodeOptions(["cpu"], trainer.Folder, trainer.Program) { KeepWithin = keepWithin ?? TimeSpan.FromSeconds(15) };
        var coordinator = _coordinator.Ref;
        var node = Sys.ActorOf(Props.Create(() => new NodeActor(Node, options, coordinator)));
        AwaitSlot(SlotStatus.Free);
        node.Tell(new NodeProtocol.GrantJob(0, job, 1));
        AwaitSlot(SlotStatus.Running);
        return node;
    }

    private void AwaitSlot(SlotStatus status) => _coordinator.FishForMessage(
        message => message is NodeProtocol.NodeReport report && report.Slots[0].Status == status, Long, cancellationToken: Stop);

    private T Await<T>() => (T)_coordinator.FishForMessage(message => message is T, Long, cancellationToken: Stop);

    private static string[] Kept(FakeTrainer trainer) =>
        File.Exists(Path.Combine(trainer.Folder, "kept")) ? File.ReadAllLines(Path.Combine(trainer.Folder, "kept")) : [];

    [Fact]
    public void A_node_that_ends_lets_a_fold_keep_its_last_epoch_before_it_hands_it_back()
    {
        using var trainer = new FakeTrainer(Keeps);
        var node = Running(trainer, Made());
        Await<NodeProtocol.JobProgressed>();
        var leaver = CreateTestProbe();
        node.Tell(new NodeActor.Leave(), leaver.Ref);
        var failed = Await<NodeProtocol.JobFailed>();
        Assert.Equal((FailureKind.Lost, "Its node was ended in order."), (failed.Kind, failed.Reason));
        Assert.Single(Kept(trainer));
        node.Tell(new NodeProtocol.ResultRecorded(Attempt()));
        leaver.ExpectMsg<NodeActor.Left>(Long, cancellationToken: Stop);
    }

    [Fact]
    public void Where_nobody_hears_its_end_a_node_has_left_as_soon_as_the_epoch_is_kept()
    {
        using var trainer = new FakeTrainer(Keeps);
        var node = Running(trainer, Made());
        Await<NodeProtocol.JobProgressed>();
        var leaver = CreateTestProbe();
        node.Tell(new NodeActor.Leave(IsHeard: false), leaver.Ref);
        leaver.ExpectMsg<NodeActor.Left>(Long, cancellationToken: Stop);
        Assert.Single(Kept(trainer));
    }

    [Fact]
    public void An_attempt_that_is_asked_back_is_answered_with_the_reason_and_its_warm_trainer_takes_the_next()
    {
        using var trainer = new FakeTrainer(Keeps);
        var node = Running(trainer, Made());
        Await<NodeProtocol.JobProgressed>();
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(), 1, "its node is drained"));
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(), 1, "its node is drained")); // told again at the next report
        var failed = Await<NodeProtocol.JobFailed>();
        Assert.Equal((FailureKind.Cancelled, "its node is drained"), (failed.Kind, failed.Reason));
        AwaitSlot(SlotStatus.Free);
        node.Tell(new NodeProtocol.GrantJob(0, Made(attempt: 2), 1));
        AwaitSlot(SlotStatus.Running);
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(2), 1, "again"));
        _coordinator.FishForMessage(message => message is NodeProtocol.JobFailed { Attempt.Attempt: 2 }, Long, cancellationToken: Stop);
        Assert.Equal(2, Kept(trainer).Length);
        Assert.Single(Kept(trainer).Distinct());
    }

    [Fact]
    public void A_fold_that_is_done_before_it_hears_of_the_end_counts()
    {
        using var trainer = new FakeTrainer("""if [[ $job == '{"stop":true}' ]]; then """ + FakeTrainer.Completed + "; fi");
        var node = Running(trainer, Made());
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(), 1, "its node is drained"));
        Assert.Equal(Attempt(), Await<NodeProtocol.JobCompleted>().Attempt);
    }

    [Theory]
    [InlineData(JobKind.TrainFold, "exec sleep 1000")] // hears nothing
    [InlineData(JobKind.FitFusion, Keeps)] // has no epochs
    public void What_has_nothing_to_keep_or_takes_too_long_is_ended(JobKind kind, string onJob)
    {
        using var trainer = new FakeTrainer(onJob);
        var node = Running(trainer, Made(kind), keepWithin: TimeSpan.FromSeconds(1));
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(), 1, "paused"));
        Assert.Equal((FailureKind.Cancelled, "paused"), Await<NodeProtocol.JobFailed>() is var failed ? (failed.Kind, failed.Reason) : default);
        AwaitSlot(SlotStatus.Free);
        Assert.Empty(Kept(trainer));
    }

    [Fact]
    public void A_trainer_that_dies_over_the_end_is_no_crash()
    {
        using var trainer = new FakeTrainer("""[[ $job == '{"stop":true}' ]] && kill -9 $$""");
        var node = Running(trainer, Made());
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(), 1, "its node is drained"));
        Assert.Equal(FailureKind.Cancelled, Await<NodeProtocol.JobFailed>().Kind);
    }

    [Fact]
    public void An_orderly_end_is_no_error_in_the_log_of_the_attempt()
    {
        using var trainer = new FakeTrainer(Keeps);
        var run = new RunFolder(trainer.Folder, Made().Run);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Specification, "name: x");
        var node = Running(trainer, Made());
        Await<NodeProtocol.JobProgressed>();
        node.Tell(new NodeActor.Leave(IsHeard: false));
        AwaitAssert(() =>
        {
            var log = File.ReadAllText(run.AttemptLog(Made()));
            Assert.Contains(" info  failed (Lost): Its node was ended in order.", log);
            Assert.DoesNotContain(" error ", log);
        }, Long, cancellationToken: Stop);
    }
}
