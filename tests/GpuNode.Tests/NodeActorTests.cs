using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.GpuNode.Tests;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class NodeActorTests : TestKit
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly NodeId Node = new("127.0.0.1", 1, 1);
    private readonly TestProbe _coordinator;

    public NodeActorTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF") => _coordinator = CreateTestProbe();

    private static Job Made(int attempt = 1) =>
        new(new RunId("r"), new JobId("clinical-0"), JobKind.TrainFold, attempt, Fold: new FoldId(BranchId.Clinical, 0));

    private static AttemptId Attempt(int number = 1) => new(new RunId("r"), new JobId("clinical-0"), number);

    private IActorRef NodeWith(FakeTrainer trainer, Func<GpuNodeOptions, GpuNodeOptions>? with = null)
    {
        var options = new GpuNodeOptions(["cpu"], trainer.Folder, trainer.Program);
        options = with?.Invoke(options) ?? options;
        var coordinator = _coordinator.Ref;
        return Sys.ActorOf(Props.Create(() => new NodeActor(Node, options, coordinator)));
    }

    private NodeProtocol.NodeReport AwaitReport(Func<NodeProtocol.NodeReport, bool> that) =>
        (NodeProtocol.NodeReport)_coordinator.FishForMessage(message => message is NodeProtocol.NodeReport report && that(report), Long);

    private T Await<T>() => (T)_coordinator.FishForMessage(message => message is T, Long);

    private object AwaitEnd() => _coordinator.FishForMessage(
        message => message is NodeProtocol.JobCompleted or NodeProtocol.JobFailed, Long, cancellationToken: TestContext.Current.CancellationToken);

    private void AwaitFree() => AwaitReport(report => report.Slots.All(slot => slot.Status == SlotStatus.Free));

    [Fact]
    public void A_job_goes_to_the_trainer_and_its_result_to_the_coordinator()
    {
        using var trainer = new FakeTrainer(FakeTrainer.Completed);
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        Assert.Equal(Attempt(), AwaitReport(report => report.Slots[0].Status == SlotStatus.Running).Slots[0].Running);
        Assert.Equal(Attempt(), Await<NodeProtocol.JobCompleted>().Attempt);
        AwaitFree();
    }

    [Fact]
    public void A_result_whose_list_no_message_can_carry_fails_the_job_in_a_sentence_instead_of_being_resent_for_ever()
    {
        var folder = "runs/r/folds/clinical-0/attempt-1/" + string.Join('/', Enumerable.Repeat(new string('p', 220), 4));
        var files = Enumerable.Range(0, 130).Select(number => $$"""{"path":"{{folder}}/{{number}}","bytes":1,"sha256":"{{new string('a', 64)}}"}""");
        using var trainer = new FakeTrainer($$$"""echo '{"type":"completed","files":[{{{string.Join(',', files)}}}],"figures":{}}'""");
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        var failed = Await<NodeProtocol.JobFailed>();
        Assert.Equal(FailureKind.BadInput, failed.Kind);
        Assert.Matches(@"^clinical-0 wrote 130 files, and their list has \d+ bytes: a message between nodes may have 120000\.$", failed.Reason);
    }

    [Fact]
    public void A_report_says_what_the_machine_has_and_what_the_trainer_has_loaded()
    {
        using var trainer = new FakeTrainer(FakeTrainer.Completed);
        NodeWith(trainer, options => options with { Machine = new NodeMachine(8L << 30, []) });
        var report = AwaitReport(report => report.Slots[0].Status == SlotStatus.Free && report.Facts!.Versions.ContainsKey("torch"));
        Assert.Equal((8L << 30, 8L << 30), (report.Facts!.MemoryBytes, report.Slots[0].MemoryBytes));
        Assert.Equal(["axspa", "dotnet", "torch", "xgboost"], report.Facts.Versions.Keys);
    }

    [Fact]
    public void A_node_without_a_quorum_of_seeds_offers_nothing_and_begins_nothing_and_lets_what_runs_go_on()
    {
        using var trainer = new FakeTrainer(FakeTrainer.Completed);
        string? trouble = null;
        var node = NodeWith(trainer, options => options with { TakesNothing = () => Volatile.Read(ref trouble) });
        AwaitFree();
        Volatile.Write(ref trouble, "1 of the 3 listed seeds are up and reached");
        Assert.Equal(trouble, AwaitReport(report => report.Slots[0].Status == SlotStatus.Starting).Slots[0].Trouble);
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        AwaitReport(report => report.Slots[0].Status == SlotStatus.Starting);
        Volatile.Write(ref trouble, null);
        AwaitFree();
        // The grant was not kept: whoever gave it gives it again.
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        Assert.Equal(Attempt(), Await<NodeProtocol.JobCompleted>().Attempt);
    }

    [Fact]
    public void A_result_is_told_again_until_it_is_recorded()
    {
        using var trainer = new FakeTrainer(FakeTrainer.Completed);
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        Await<NodeProtocol.JobCompleted>();
        Await<NodeProtocol.JobCompleted>();
        Assert.Contains(Attempt(), AwaitReport(report => !report.Unrecorded.IsEmpty).Unrecorded);
        node.Tell(new NodeProtocol.ResultRecorded(Attempt()));
        AwaitReport(report => report.Unrecorded.IsEmpty);
    }

    [Fact]
    public void A_file_that_the_trainer_does_not_see_is_told_and_the_slot_is_free_again()
    {
        using var trainer = new FakeTrainer("""echo '{"type":"not-visible","file":"/data/c.csv","reason":"there is no such file"}'""");
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        Assert.Equal(new NodeProtocol.FileNotVisible(Attempt(), Node, "/data/c.csv", "there is no such file"), Await<NodeProtocol.FileNotVisible>());
        AwaitFree();
    }

    [Fact]
    public void A_trainer_that_kills_itself_is_a_crash_with_its_last_words_and_a_new_one_is_started()
    {
        using var trainer = new FakeTrainer("echo 'out of luck' >&2; kill -9 $$");
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        var failed = Await<NodeProtocol.JobFailed>();
        Assert.Equal(FailureKind.Crashed, failed.Kind);
        Assert.Contains("137", failed.Reason);
        Assert.Contains("out of luck", failed.Reason);
        AwaitFree();
    }

    [Fact]
    public void What_a_trainer_said_stays_in_the_folder_of_its_attempt_with_its_last_words()
    {
        using var trainer = new FakeTrainer(
            """echo '{"type":"progress","stage":"epoch","step":1,"of":9,"trainingLoss":0.5,"validationAuroc":0.75}'; echo 'out of luck' >&2; kill -9 $$""");
        var run = new RunFolder(trainer.Folder, Made().Run);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Specification, "name: x");
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        Await<NodeProtocol.JobFailed>();
        AwaitAssert(() =>
        {
            var log = File.ReadAllText(run.AttemptLog(Made()));
            Assert.Contains(" info  clinical-0 attempt 1 begins on cpu, slot 0 of 127.0.0.1:1: trainer process 1", log);
            Assert.Contains(" info  epoch 1/9  loss 0.500  validation AUROC 0.750\n", log);
            Assert.Contains(" info  out of luck\n", log);
            Assert.Contains(" error failed (Crashed): The trainer process ended with code 137. out of luck\n", log);
        }, Long, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_trainer_that_stands_still_is_ended_and_its_attempt_is_a_crash()
    {
        using var trainer = new FakeTrainer("kill -STOP $$");
        var node = NodeWith(trainer, options => options with { TrainerPatience = TimeSpan.FromSeconds(2) });
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        var failed = Await<NodeProtocol.JobFailed>();
        Assert.Equal((FailureKind.Crashed, Attempt()), (failed.Kind, failed.Attempt));
        Assert.Contains("no sign of life for 2 s", failed.Reason);
        AwaitFree();
    }

    [Fact]
    public void A_trainer_that_says_no_more_than_that_it_lives_is_left_alone()
    {
        using var trainer = new FakeTrainer($"for _ in {{1..20}}; do sleep 0.2; echo '{{\"type\":\"alive\"}}'; done; {FakeTrainer.Completed}");
        var node = NodeWith(trainer, options => options with { TrainerPatience = TimeSpan.FromSeconds(2) });
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        Assert.IsType<NodeProtocol.JobCompleted>(AwaitEnd());
    }

    [Fact]
    public void An_idle_trainer_that_stands_still_is_replaced()
    {
        using var trainer = new FakeTrainer("true", """
            echo '{"type":"ready","processId":1,"device":"cpu","torchVersion":"0","xgboostVersion":"0"}'
            [[ -e "$(dirname "$0")/second" ]] || { touch "$(dirname "$0")/second"; kill -STOP $$; }
            """);
        NodeWith(trainer, options => options with { TrainerPatience = TimeSpan.FromSeconds(2) });
        AwaitFree();
        Assert.Contains("no sign of life", AwaitReport(report => report.Slots[0].Status == SlotStatus.Broken).Slots[0].Trouble);
        AwaitFree();
    }

    [Fact]
    public void A_trainer_that_the_kernel_killed_for_memory_ran_out_of_memory()
    {
        using var trainer = new FakeTrainer("""echo 'oom_kill 5' > "$(dirname "$0")/events"; kill -9 $$""");
        var events = Path.Combine(trainer.Folder, "events");
        File.WriteAllText(events, "low 0\noom 4\noom_kill 4\n");
        var node = NodeWith(trainer, options => options with { MemoryKills = new MemoryKills(events), TrainerPatience = TimeSpan.FromSeconds(20) });
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        var failed = Await<NodeProtocol.JobFailed>();
        Assert.Equal(FailureKind.OutOfMemory, failed.Kind);
        Assert.Contains("memory", failed.Reason);
    }

    [Fact]
    public void Cancelling_kills_the_trainer_and_frees_the_slot()
    {
        using var trainer = new FakeTrainer("exec sleep 1000");
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        AwaitReport(report => report.Slots[0].Status == SlotStatus.Running);
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(), 1));
        Assert.Equal(FailureKind.Cancelled, Await<NodeProtocol.JobFailed>().Kind);
        AwaitFree();
    }

    [Fact]
    public void A_node_that_ends_in_order_hands_its_attempts_back_and_waits_until_that_is_recorded()
    {
        using var trainer = new FakeTrainer("exec sleep 1000");
        var node = NodeWith(trainer, options => options with { Devices = ["cpu", "cpu"], Machine = options.Machine, KeepWithin = TimeSpan.FromSeconds(1) });
        AwaitReport(report => report.Slots.Length == 2 && report.Slots.All(slot => slot.Status == SlotStatus.Free));
        node.Tell(new NodeProtocol.GrantJob(1, Made(), 1));
        AwaitReport(report => report.Slots[1].Status == SlotStatus.Running);
        var leaver = CreateTestProbe();
        node.Tell(new NodeActor.Leave(), leaver.Ref);
        var failed = Await<NodeProtocol.JobFailed>();
        Assert.Equal((FailureKind.Lost, "Its node was ended in order."), (failed.Kind, failed.Reason));
        AwaitReport(report => report.Slots.All(slot => slot is { Status: SlotStatus.Broken, Trouble: "the node is being ended" }));
        // A grant that crossed it is given back too.
        node.Tell(new NodeProtocol.GrantJob(0, Made(attempt: 2), 1));
        Assert.Equal(Attempt(2), ((NodeProtocol.JobFailed)_coordinator.FishForMessage(
            message => message is NodeProtocol.JobFailed { Attempt.Attempt: 2 }, Long, cancellationToken: TestContext.Current.CancellationToken)).Attempt);
        leaver.ExpectNoMsg(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        node.Tell(new NodeProtocol.ResultRecorded(Attempt()));
        node.Tell(new NodeProtocol.ResultRecorded(Attempt(2)));
        leaver.ExpectMsg<NodeActor.Left>(Long, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_coordinator_of_an_older_generation_is_not_obeyed()
    {
        using var trainer = new FakeTrainer("exec sleep 1000");
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(attempt: 2), 5));
        AwaitReport(report => report.Slots[0].Status == SlotStatus.Running);
        node.Tell(new NodeProtocol.CancelAttempt(Attempt(2), 4));
        node.Tell(new NodeProtocol.GrantJob(0, Made(attempt: 3), 4));
        Assert.Equal(Attempt(2), AwaitReport(_ => true).Slots[0].Running);
        Assert.Equal(Attempt(2), AwaitReport(_ => true).Slots[0].Running);
    }

    [Fact]
    public void A_grant_for_a_slot_that_is_busy_is_given_back_as_lost()
    {
        using var trainer = new FakeTrainer("exec sleep 1000");
        var node = NodeWith(trainer);
        AwaitFree();
        node.Tell(new NodeProtocol.GrantJob(0, Made(), 1));
        AwaitReport(report => report.Slots[0].Status == SlotStatus.Running);
        node.Tell(new NodeProtocol.GrantJob(0, Made(attempt: 2), 1));
        Assert.Equal((FailureKind.Lost, Attempt(2)), (Await<NodeProtocol.JobFailed>() is var failed ? (failed.Kind, failed.Attempt) : default));
    }

    [Fact]
    public void A_trainer_that_cannot_work_here_says_why_in_the_reports()
    {
        using var trainer = new FakeTrainer("true", """echo '{"type":"failed","kind":"BadInput","reason":"libxgboost.so.0 is missing"}'; exit 2""");
        NodeWith(trainer);
        Assert.Contains("libxgboost.so.0 is missing", AwaitReport(report => report.Slots[0].Status == SlotStatus.Broken).Slots[0].Trouble);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named()
    {
        using var trainer = new FakeTrainer("true");
        File.Delete(trainer.Program.Path);
        NodeWith(trainer);
        Assert.Contains("trainer.sh", AwaitReport(report => report.Slots[0].Status == SlotStatus.Broken).Slots[0].Trouble);
    }
}
