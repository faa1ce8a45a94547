using System.Diagnostics;
using System.Text.Json;
using Akka.Actor;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Hosting.Disk;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>A file server that does not answer holds up what waits for it and nothing else, and is named.</summary>
public sealed class HungWorkspaceTests : CoordinatorUnderTest
{
    private const string Identity = "ffeeddccbbaa99887766554433221100";

    /// <summary>A call is called hung after ten seconds.</summary>
    private static readonly TimeSpan Named = TimeSpan.FromSeconds(30);

    private readonly HangingStore _store;
    private IActorRef _coordinator = ActorRefs.Nobody;

    public HungWorkspaceTests() => _store = new HangingStore(Workspace);

    protected override void AfterAll()
    {
        _store.Answer();
        base.AfterAll();
    }

    private void Begin() => _coordinator = Sys.ActorOf(Props.Create(() => new CoordinatorActor(
        Workspace, Roots, TimeProvider.System, new CoordinatorTelemetry(TimeProvider.System), CoordinatorActor.RestAfter, _store)));

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, TimeSpan.FromSeconds(3), cancellationToken: Stop);
    }

    private RunId Submitted(string name) => Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(
        RunYaml.Write(MadeRun.Specification with { Name = name, Mri = null, Clinical = new ClinicalOptions() }), RunStage.Cohort, false)).Run;

    private RunView View(RunId run) => Ask<RunView>(new RunProtocol.DescribeRun(run));

    private NodeProtocol.GrantJob AwaitGrantOf(RunId run) =>
        Node.FishForMessage<NodeProtocol.GrantJob>(grant => grant.Job.Run == run, Long, cancellationToken: Stop);

    [Fact]
    public void A_write_that_does_not_come_back_is_named_and_the_other_run_goes_on_and_so_does_this_one_when_it_is_answered()
    {
        Begin();
        _store.Hang((verb, name) => verb == "write" && name?.Last == "run.yaml");
        var stuck = Submitted("stuck");
        AwaitAssert(() => Assert.NotNull(DiskWorker.Of(Sys).Open(_store).StallOf(TimeSpan.Zero)), Long, cancellationToken: Stop);
        _store.Hang((verb, name) => verb == "write" && name?.Path == $"runs/{stuck}/run.yaml");
        Report(_coordinator);
        var other = Submitted("other");
        var grant = AwaitGrantOf(other);
        Report(_coordinator, running: AttemptOf(grant));
        AwaitAssert(() => Assert.Matches(
            $@"^the workspace {Workspace} has not answered since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ "
                + $@"\(write of runs/{stuck}/run\.yaml\); is its file server away\?",
            View(stuck).WaitingFor), Named, TimeSpan.FromMilliseconds(500), Stop);
        Assert.DoesNotContain("not answered", View(other).WaitingFor ?? "");
        Assert.Equal(2, Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs.Length);
        Assert.Contains("has not answered since", Ask<RunProtocol.Refused>(new RunProtocol.ResumeRun(stuck)).Reason);
        // The other run ends as if nothing were the matter.
        _coordinator.Tell(Completed(AttemptOf(grant)), Node.Ref);
        AwaitRecorded(AttemptOf(grant));
        AwaitAssert(() => Assert.Equal(RunStatus.Completed, View(other).Summary.Status), Long, cancellationToken: Stop);
        Assert.False(File.Exists(new RunFolder(Workspace, stuck).Specification));

        _store.Answer();
        Report(_coordinator);
        Assert.Equal(stuck, AwaitGrantOf(stuck).Job.Run);
        Assert.True(File.Exists(new RunFolder(Workspace, stuck).Specification));
        Assert.Null(DiskWorker.Of(Sys).Open(_store).Stall);
    }

    [Fact]
    public void A_coordinator_ends_though_its_workspace_hangs_and_nothing_of_it_is_written_when_that_answers()
    {
        Begin();
        Report(_coordinator);
        var run = Submitted("stuck");
        var attempt = AttemptOf(AwaitGrantOf(run));
        AwaitDisk();
        _store.Hang((verb, _) => verb is "append" or "write");
        Ask<RunProtocol.RunChanged>(new RunProtocol.PauseRun(run, false)); // its line in the log hangs
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(run)); // and this one waits behind it
        AwaitAssert(() => Assert.NotNull(DiskWorker.Of(Sys).Open(_store).StallOf(TimeSpan.Zero)), Long, cancellationToken: Stop);
        var before = _store.Done.Count;
        var asked = Stopwatch.GetTimestamp();
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
        Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(3), $"it ended after {Stopwatch.GetElapsedTime(asked)}");
        Thread.Sleep(AMoment); // its time to end is over
        _store.Answer();
        AwaitDisk();
        Assert.Single(_store.Done.Skip(before)); // the call that hung, which nobody can take back
        Assert.DoesNotContain("cancelled", RunLog);
        Assert.Equal(1, attempt.Attempt);
    }

    [Fact]
    public void What_was_decided_before_the_end_of_a_coordinator_is_on_disk_after_it()
    {
        Begin();
        Report(_coordinator);
        var run = Submitted("ends");
        AwaitGrantOf(run);
        AwaitDisk();
        _store.Hang((verb, _) => verb == "append");
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(run));
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Thread.Sleep(300);
        _store.Answer(); // slow, and not away
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
        Assert.Contains("cancelled", File.ReadAllText(new RunFolder(Workspace, run).Log));
    }

    /// <summary>For real: the file that says which workspace this is becomes a pipe, and whoever opens it waits for a writer.</summary>
    [Fact]
    public void An_open_that_hangs_in_the_operating_system_is_named_and_waited_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other pipes");
        new WorkspaceIdentity(Identity, Identity).Write(Workspace);
        _coordinator = Coordinator();
        Report(_coordinator);
        var run = Submitted("piped");
        var attempt = AttemptOf(AwaitGrantOf(run));
        Report(_coordinator, running: attempt);
        AwaitDisk();

        var (file, kept, pipe) = (WorkspaceIdentity.PathIn(Workspace), Path.Combine(Workspace, "kept.id"), Path.Combine(Workspace, "pipe.id"));
        using (var made = Process.Start("mkfifo", pipe))
            made.WaitForExit();
        File.Copy(file, kept);
        File.Move(pipe, file, overwrite: true);
        _coordinator.Tell(Completed(attempt), Node.Ref);
        AwaitAssert(
            () => Assert.Contains($"the workspace {Workspace} has not answered since", View(run).WaitingFor), Named, TimeSpan.FromMilliseconds(500), Stop);
        Assert.Contains("(look at its identity)", View(run).WaitingFor);
        Assert.Equal(RunProtocol.Acceptance.Started, Ask<RunProtocol.RunAccepted>(new RunProtocol.SubmitRun(
            RunYaml.Write(MadeRun.Specification with { Name = "another", Mri = null, Clinical = new ClinicalOptions() }), RunStage.Cohort, false)).How);
        Assert.Equal(2, Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs.Length);

        // The server is back: new calls find the file, and those that hang get an answer.
        File.Move(file, pipe);
        File.Move(kept, file);
        using (var answer = new FileStream(pipe, FileMode.Open, FileAccess.Write))
            answer.Write(JsonSerializer.SerializeToUtf8Bytes(new WorkspaceIdentity(Identity, Identity)));
        AwaitAssert(() =>
        {
            _coordinator.Tell(Completed(attempt), Node.Ref); // as a node does until it is heard
            Node.FishForMessage<NodeProtocol.ResultRecorded>(recorded => recorded.Attempt == attempt, TimeSpan.FromSeconds(1), cancellationToken: Stop);
        }, Long, TimeSpan.FromMilliseconds(200), Stop);
        AwaitAssert(() => Assert.Equal(RunStatus.Completed, View(run).Summary.Status), Long, cancellationToken: Stop);
        Assert.Contains("official cohort attempt 1", File.ReadAllText(new RunFolder(Workspace, run).Log));
        File.Delete(pipe);
    }
}
