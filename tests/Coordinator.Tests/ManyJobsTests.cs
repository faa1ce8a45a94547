using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests;

/// <summary>
/// Many small jobs of several runs, on nodes that only pretend to compute: the short form of benchmarks/scheduler. Nothing here is timed.
/// </summary>
public sealed class ManyJobsTests : CoordinatorUnderTest
{
    private const int Runs = 5, Folds = 10, Repeats = 10, Nodes = 6, SlotsPerNode = 8;

    [Fact]
    public void Five_hundred_jobs_of_five_runs_are_each_done_once_and_the_runs_share_the_slots()
    {
        var coordinator = Coordinator();
        var runs = Enumerable.Range(0, Runs).Select(number => Submitted(coordinator, number)).ToList();
        var pretence = new Pretence(Runs);
        for (var node = 0; node < Nodes; node++)
        {
            var id = Id with { Port = Id.Port + 1 + node };
            Sys.ActorOf(Props.Create(() => new PretendNode(id, SlotsPerNode, coordinator, pretence)));
        }
        AwaitCompleted(coordinator);
        var granted = pretence.Granted;
        Assert.Equal(Runs * (1 + Folds * Repeats), granted.Count);
        Assert.Equal(granted.Count, granted.Distinct().Count());
        Assert.All(granted, attempt => Assert.Equal(1, attempt.Attempt));
        foreach (var run in runs)
        {
            coordinator.Tell(new RunProtocol.DescribeRun(run, IsBrief: true), Node.Ref);
            Assert.Equal(RunStatus.Completed, Node.FishForMessage<RunView>(_ => true, Long, cancellationToken: Stop).Summary.Status);
        }
        // One after the other, the last would have had none when the first granted its last job. How near to equal they are is measured elsewhere.
        Assert.InRange(pretence.FewestAtTheFirstLast, Folds * Repeats / 4, 1 + Folds * Repeats);
    }

    private RunId Submitted(IActorRef coordinator, int number)
    {
        var specification = MadeRun.Specification with
        {
            Name = $"made-{number}",
            RandomSeed = (ulong)number,
            Mri = null,
            Clinical = new ClinicalOptions(),
            Folds = Folds,
            Repeats = Repeats,
        };
        coordinator.Tell(new RunProtocol.SubmitRun(RunYaml.Write(specification), RunStage.Clinical, false), Node.Ref);
        return Node.FishForMessage<RunProtocol.RunAccepted>(_ => true, Long, cancellationToken: Stop).Run;
    }

    private void AwaitCompleted(IActorRef coordinator)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            coordinator.Tell(new RunProtocol.ListRuns(RunStatus.Running, Most: 1), Node.Ref);
            if (Node.FishForMessage<RunProtocol.RunList>(_ => true, 3 * Long, cancellationToken: Stop).Runs.IsEmpty)
                return;
            Thread.Sleep(200);
        }
        Assert.Fail("The runs did not come to their end.");
    }

    /// <summary>What all pretending nodes have seen; the cohorts end when all of them have begun.</summary>
    private sealed class Pretence(int runs)
    {
        private readonly Lock _gate = new();
        private readonly List<Action> _cohorts = [];

        public List<AttemptId> Granted { get; } = [];

        /// <summary>How many jobs the slowest run was granted when the fastest one was granted its last.</summary>
        public int FewestAtTheFirstLast { get; private set; }

        /// <returns>Whether its end is said by and by; else it ends with the other cohorts.</returns>
        public bool Begins(Job job, AttemptId attempt, Action endCohort)
        {
            lock (_gate)
            {
                Granted.Add(attempt);
                var counts = Granted.CountBy(granted => granted.Run).ToDictionary();
                if (FewestAtTheFirstLast == 0 && counts[attempt.Run] == 1 + Folds * Repeats)
                    FewestAtTheFirstLast = counts.Values.Min();
                if (job.Kind != JobKind.PrepareCohort)
                    return true;
                _cohorts.Add(endCohort);
                if (_cohorts.Count == runs)
                    _cohorts.ForEach(end => end());
                return false;
            }
        }
    }

    /// <summary>Says of itself what a GPU node says, and ends each job after some milliseconds.</summary>
    private sealed class PretendNode : ReceiveActor, IWithTimers
    {
        private sealed record Done(int Slot, AttemptId Attempt);

        private sealed record Again;

        private readonly NodeId _id;
        private readonly IActorRef _coordinator;
        private ImmutableArray<SlotView> _slots;
        private ImmutableDictionary<AttemptId, NodeProtocol.JobCompleted> _unrecorded = ImmutableDictionary<AttemptId, NodeProtocol.JobCompleted>.Empty;

        public PretendNode(NodeId id, int slots, IActorRef coordinator, Pretence pretence)
        {
            (_id, _coordinator) = (id, coordinator);
            _slots = [.. Enumerable.Range(0, slots).Select(index => new SlotView(index, "cpu", SlotStatus.Free))];
            Receive<NodeProtocol.GrantJob>(grant =>
            {
                var attempt = new AttemptId(grant.Job.Run, grant.Job.Id, grant.Job.Attempt);
                if (_slots[grant.Slot].Running == attempt || _unrecorded.ContainsKey(attempt))
                    return;
                Assert.Equal(SlotStatus.Free, _slots[grant.Slot].Status);
                Becomes(grant.Slot, SlotStatus.Running, attempt);
                var (self, done) = (Self, new Done(grant.Slot, attempt));
                if (pretence.Begins(grant.Job, attempt, () => self.Tell(done)))
                    Timers.StartSingleTimer(attempt, done, TimeSpan.FromMilliseconds(50 + attempt.Job.Value.Sum(sign => sign) % 300));
            });
            Receive<Done>(done =>
            {
                var completed = new NodeProtocol.JobCompleted(done.Attempt, _id, [], MadeRun.NoFigures.Add(CohortMetricNames.Features, 3));
                _unrecorded = _unrecorded.Add(done.Attempt, completed);
                Becomes(done.Slot, SlotStatus.Free, null);
                _coordinator.Tell(completed);
            });
            Receive<NodeProtocol.ResultRecorded>(recorded => _unrecorded = _unrecorded.Remove(recorded.Attempt));
            Receive<Again>(_ =>
            {
                Report();
                foreach (var end in _unrecorded.Values)
                    _coordinator.Tell(end);
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("again", new Again(), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        private void Becomes(int slot, SlotStatus status, AttemptId? running)
        {
            _slots = _slots.SetItem(slot, _slots[slot] with { Status = status, Running = running });
            Report();
        }

        private void Report() => _coordinator.Tell(new NodeProtocol.NodeReport(_id, _slots, [.. _unrecorded.Keys]));
    }
}
