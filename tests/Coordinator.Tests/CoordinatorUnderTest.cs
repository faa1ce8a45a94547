using Akka.Actor;
using Akka.Cluster;
using Akka.TestKit;
using Akka.TestKit.Xunit;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Hosting;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>The real coordinator with its run and its placement; the test plays the GPU node and the journal's disk.</summary>
public abstract class CoordinatorUnderTest : TestKit
{
    protected static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    protected static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(500);
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string Workspace { get; } = Directory.CreateTempSubdirectory("axspa-coordinator-").FullName;

    protected DataRoots Roots { get; set; } = DataRoots.Anywhere;

    /// <summary>Stands for the GPU node, and for whoever asks.</summary>
    protected TestProbe Node { get; }

    protected NodeId Id { get; }

    protected CoordinatorUnderTest() : base($$"""
        akka.loglevel = WARNING
        akka.stdout-loglevel = WARNING
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        {{HeldJournal.Configuration}}
        {{WireSnapshots.Configuration}}
        """)
    {
        var cluster = Cluster.Get(Sys);
        var up = new TaskCompletionSource();
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.Join(cluster.SelfAddress);
        Assert.True(up.Task.Wait(Long));
        Node = CreateTestProbe();
        Id = NodeId.Of(cluster.SelfUniqueAddress);
    }

    protected override void AfterAll()
    {
        foreach (var held in new[] { typeof(RunEvents.JobGranted), typeof(RunEvents.JobMadeOfficial) })
            HeldJournal.Release(Sys, held);
        // The test kit does not wait for the end, and a run that is still ending writes into the folder.
        Assert.True(Sys.Terminate().Wait(Long));
        base.AfterAll();
        Directory.Delete(Workspace, recursive: true);
    }

    /// <summary>With all that the coordinator has asked the disk for by now.</summary>
    protected string RunLog
    {
        get
        {
            AwaitDisk();
            return File.ReadAllText(Assert.Single(Directory.GetFiles(Workspace, "run.log", SearchOption.AllDirectories)));
        }
    }

    protected void AwaitDisk() => Assert.True(DiskWorker.Of(Sys).WaitUntilIdle(Long));

    protected IActorRef Coordinator(TimeProvider? clock = null) =>
        Sys.ActorOf(Props.Create(() => new CoordinatorActor(Workspace, Roots, clock ?? TimeProvider.System, new CoordinatorTelemetry(TimeProvider.System))));

    protected void Submit(IActorRef coordinator)
    {
        coordinator.Tell(new RunProtocol.SubmitRun(
            RunYaml.Write(MadeRun.Specification with { Mri = null, Clinical = new ClinicalOptions() }), RunStage.Cohort, false),
            Node.Ref);
        var answer = Node.FishForMessage(message => message is RunProtocol.RunAccepted or RunProtocol.Refused, Long, cancellationToken: Stop);
        Assert.True(answer is RunProtocol.RunAccepted, answer.ToString());
    }

    protected void Report(IActorRef coordinator, AttemptId? running = null, NodeId? of = null) => coordinator.Tell(
        new NodeProtocol.NodeReport(of ?? Id, [new SlotView(0, "cpu", running is null ? SlotStatus.Free : SlotStatus.Running, running)], []), Node.Ref);

    protected NodeProtocol.GrantJob AwaitGrant() => Node.FishForMessage<NodeProtocol.GrantJob>(_ => true, Long, cancellationToken: Stop);

    /// <summary>A node says again and again how it is: one report may fall into the moment in which the run writes, and then tells no grant.</summary>
    protected NodeProtocol.GrantJob AwaitGrantReporting(IActorRef coordinator)
    {
        var report = new NodeProtocol.NodeReport(Id, [new SlotView(0, "cpu", SlotStatus.Free, null)], []);
        var often = TimeSpan.FromMilliseconds(500);
        var reports = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.Zero, often, coordinator, report, Node.Ref);
        try
        {
            return AwaitGrant();
        }
        finally
        {
            reports.Cancel();
        }
    }

    protected static AttemptId AttemptOf(NodeProtocol.GrantJob grant) => new(grant.Job.Run, grant.Job.Id, grant.Job.Attempt);

    protected NodeProtocol.JobCompleted Completed(AttemptId attempt) => new(attempt, Id, [], MadeRun.NoFigures);

    protected void AwaitRecorded(AttemptId attempt) =>
        Node.FishForMessage<NodeProtocol.ResultRecorded>(recorded => recorded.Attempt == attempt, Long, cancellationToken: Stop);
}
