using Akka.Actor;
using Akka.Persistence;
using AxSpa.Coordinator.Runs;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>Runs that go for good, also under a coordinator that dies on the way.</summary>
public sealed class DeletionTests : CoordinatorUnderTest
{
    private IActorRef _coordinator = ActorRefs.Nobody;
    private RunId _run;

    private string Folder => new RunFolder(Workspace, _run).Root;

    private T Ask<T>(IWireMessage question)
    {
        _coordinator.Tell(question, Node.Ref);
        return Node.FishForMessage<T>(_ => true, Long, cancellationToken: Stop);
    }

    private AttemptId BeginAndCancel()
    {
        _coordinator = Coordinator();
        Report(_coordinator);
        Submit(_coordinator);
        var attempt = AttemptOf(AwaitGrant());
        _run = attempt.Run;
        Assert.Contains("is running", Ask<RunProtocol.Refused>(new RunProtocol.DeleteRun(_run)).Reason);
        Ask<RunProtocol.Cancelled>(new RunProtocol.CancelRun(_run));
        AwaitAssert(() => Assert.Equal(RunStatus.Cancelled, Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs.Single().Status), Long,
            cancellationToken: Stop);
        File.WriteAllText(Path.Combine(Folder, "more.txt"), "12345");
        return attempt;
    }

    private void AwaitDeleted() =>
        AwaitAssert(() => Assert.True(Ask<RunProtocol.Deletion>(new RunProtocol.DeleteRun(_run)).IsFinished), Long, cancellationToken: Stop);

    private void Kill()
    {
        Node.Watch(_coordinator);
        _coordinator.Tell(PoisonPill.Instance);
        Node.FishForMessage<Terminated>(_ => true, Long, cancellationToken: Stop);
    }

    private void KillAndStartAgain()
    {
        Kill();
        _coordinator = Coordinator();
    }

    [Fact]
    public void A_run_that_has_ended_goes_with_its_folder_and_its_place_in_the_list()
    {
        BeginAndCancel();
        Assert.Contains($"3 files, ", Ask<RunProtocol.RunChanged>(new RunProtocol.Rehearse(new RunProtocol.DeleteRun(_run))).Note);
        Assert.True(Directory.Exists(Folder));
        AwaitDeleted();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Workspace, "runs")));
        Assert.Empty(Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs);
        Assert.Contains("There is no run", Ask<RunProtocol.Refused>(new RunProtocol.DescribeRun(_run)).Reason);
        Assert.Equal(3, Ask<RunProtocol.Deletion>(new RunProtocol.DeleteRun(_run)).Files);
        KillAndStartAgain();
        Assert.Empty(Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs);
        Assert.True(Ask<RunProtocol.Deletion>(new RunProtocol.DeleteRun(_run)).IsFinished);
    }

    [Fact]
    public void Its_volumes_go_with_it_and_so_do_its_events_in_the_journal()
    {
        BeginAndCancel();
        var volume = Path.Combine(Workspace, "volumes", new string('a', 64) + ".f32");
        Directory.CreateDirectory(Path.GetDirectoryName(volume)!);
        File.WriteAllBytes(volume, new byte[2048]);
        Directory.CreateDirectory(Path.Combine(Folder, "cohort", "attempt-1"));
        File.WriteAllText(Path.Combine(Folder, "cohort", "attempt-1", "scans.csv"), $"patient_id,volume,sha256\np1,volumes/{new string('a', 64)}.f32,00\n");
        Assert.NotEmpty(EventsOf(_run));
        Assert.Contains(" of prepared volumes that no other run names",
            Ask<RunProtocol.RunChanged>(new RunProtocol.Rehearse(new RunProtocol.DeleteRun(_run))).Note);
        Assert.True(File.Exists(volume));
        AwaitDeleted();
        Assert.False(File.Exists(volume));
        Assert.Empty(EventsOf(_run));
    }

    private List<object> EventsOf(RunId run)
    {
        var reader = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Reader(RunActor.PersistenceIdOf(run), reader.Ref)));
        var events = reader.ExpectMsg<List<object>>(Long, cancellationToken: Stop);
        Sys.Stop(actor);
        return events;
    }

    private sealed class Reader : ReceivePersistentActor
    {
        public Reader(string id, IActorRef asker)
        {
            PersistenceId = id;
            var events = new List<object>();
            Recover<IWireMessage>(events.Add);
            Recover<RecoveryCompleted>(_ => asker.Tell(events));
        }

        public override string PersistenceId { get; }

        public override Recovery Recovery => new(SnapshotSelectionCriteria.None);
    }

    [Fact]
    public void The_same_specification_begins_another_run_afterwards()
    {
        BeginAndCancel();
        AwaitDeleted();
        Submit(_coordinator);
        Assert.NotEqual(_run, Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs.Single().Run);
    }

    [Fact]
    public void A_coordinator_that_dies_while_it_deletes_is_followed_by_one_that_goes_on()
    {
        BeginAndCancel();
        // Something is in the way, so that the coordinator dies between the two events.
        var inTheWay = Path.Combine(Workspace, "runs", $".deleting-{_run}");
        File.WriteAllText(inTheWay, "");
        AwaitAssert(() => Assert.Contains("cannot be removed", Ask<RunProtocol.Deletion>(new RunProtocol.DeleteRun(_run)).Trouble), Long,
            cancellationToken: Stop);
        Assert.Contains("There is no run", Ask<RunProtocol.Refused>(new RunProtocol.ResumeRun(_run)).Reason);
        KillAndStartAgain();
        Assert.Empty(Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs);
        Assert.True(Directory.Exists(Folder));

        // What a kill in the midst of the removal leaves: a part of the folder, under the name it has while it goes.
        Kill();
        AwaitDisk();
        File.Delete(inTheWay);
        Directory.CreateDirectory(inTheWay);
        File.WriteAllText(Path.Combine(inTheWay, "rest.csv"), "x");
        _coordinator = Coordinator();
        AwaitDeleted();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Workspace, "runs")));
        Assert.Empty(Ask<RunProtocol.RunList>(new RunProtocol.ListRuns()).Runs);
    }

    [Fact]
    public void Who_still_computes_for_a_run_that_is_gone_is_stopped()
    {
        var attempt = BeginAndCancel();
        AwaitDeleted();
        Report(_coordinator, running: attempt);
        Assert.Equal(new NodeProtocol.CancelAttempt(attempt, long.MaxValue),
            Node.FishForMessage<NodeProtocol.CancelAttempt>(cancel => cancel.Generation == long.MaxValue, Long, cancellationToken: Stop));
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void A_run_that_there_is_not_cannot_be_deleted()
    {
        BeginAndCancel();
        Assert.Contains("There is no run r9", Ask<RunProtocol.Refused>(new RunProtocol.DeleteRun(new RunId("r9"))).Reason);
        Assert.Contains("There is no run r9", Ask<RunProtocol.Refused>(new RunProtocol.Rehearse(new RunProtocol.DeleteRun(new RunId("r9")))).Reason);
    }
}
