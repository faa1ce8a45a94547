using Akka.Actor;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// The attempts of a run on their way: offers that are being written to the journal, leases, and how to reach the nodes.
/// In memory only; what must survive is in the journal.
/// </summary>
/// <param name="folder">Of the run: where a job's inputs are listed, in the workspace whose identity a node must find where it computes.</param>
internal sealed class RunAttempts(RunFolder folder, TimeProvider clock)
{
    private readonly LeaseTable _leases = new(clock);
    private readonly Dictionary<NodeId, IActorRef> _nodes = [];
    private readonly Dictionary<JobId, PlacementActor.Offer> _accepted = [];

    /// <summary>An offer was taken and its grant is being written: no other offer for the job is taken meanwhile.</summary>
    public void Accept(PlacementActor.Offer offer) => _accepted[offer.Job] = offer;

    /// <summary>Those with a granted attempt.</summary>
    public IEnumerable<JobId> Jobs => _leases.All.Select(lease => lease.Attempt.Job);

    public bool IsAccepted(JobId job) => _accepted.ContainsKey(job);

    /// <summary>How many grants are being written.</summary>
    public int Accepted => _accepted.Count;

    /// <summary>Attempts whose node has been silent about them for longer than a report takes.</summary>
    public IEnumerable<QuietLease> Quiet(DateTimeOffset now) => _leases.Quiet(NodeBar.SilentAfter)
        .Select(lease => new QuietLease(lease.Attempt.Job, lease.Node, now - lease.Silent, now - lease.Silent + LeaseTable.Term));

    /// <summary>The grant rests in the journal: only now the node hears of it.</summary>
    public void Begin(RunState run, RunEvents.JobGranted granted)
    {
        if (!_accepted.Remove(granted.Job, out var offer))
            return;
        _nodes[granted.Node] = offer.Node;
        _leases.Renew(new AttemptId(run.Id, granted.Job, granted.Attempt), granted.Node);
        Tell(offer.Node, run, run.Job(granted.Job)!);
    }

    /// <summary>A job whose inputs are being withdrawn is about to be asked for anew: its grant is not told again.</summary>
    private void Tell(IActorRef node, RunState run, JobState job)
    {
        if (run.InputsOf(job.Request) is not { } inputs)
            return;
        var attempt = job.Request.Attempt(run.Id, job.Grant!.Attempt, JobInputs.ListOf(folder, inputs)?.List);
        node.Tell(new NodeProtocol.GrantJob(job.Grant.Slot, attempt with { Workspace = KnownWorkspaces.Expected(folder.Workspace) }, run.Generation));
    }

    /// <param name="tellNode">The coordinator itself ends it: its node hears of it now, not only in answer to its next report.</param>
    /// <param name="keepFor">Why, for people, where it goes on later: its last finished epoch is kept. Null: it is not wanted any more.</param>
    public void End(RunState run, AttemptId attempt, bool tellNode, string? keepFor = null)
    {
        if (tellNode && _leases.NodeOf(attempt) is { } node && _nodes.TryGetValue(node, out var actor))
            actor.Tell(new NodeProtocol.CancelAttempt(attempt, run.Generation, keepFor));
        _leases.End(attempt);
    }

    /// <summary>
    /// Asks a node to hand attempts back when it has kept their last finished epoch; their end comes as its answer, and only then they go elsewhere.
    /// </summary>
    public static void AskBack(RunState run, IEnumerable<AttemptId> attempts, IActorRef node, string why)
    {
        foreach (var attempt in attempts)
            node.Tell(new NodeProtocol.CancelAttempt(attempt, run.Generation, why));
    }

    /// <summary>After a recovery: what is held by nodes that are no longer members.</summary>
    public IReadOnlyList<NodeId> HoldersOutside(IEnumerable<NodeId> members) => [.. _leases.Nodes.Except(members)];

    /// <summary>After a recovery: every open grant gets one full term to report itself.</summary>
    public void Recover(RunState run)
    {
        foreach (var job in run.Jobs.Granted)
            _leases.Renew(new AttemptId(run.Id, job.Request.Id, job.Grant!.Attempt), job.Grant.Node);
    }

    /// <summary>
    /// A report renews the leases of what it names; what holds no grant any more is told to stop, and a grant that the report does
    /// not name is told again: the message was lost, or the coordinator died before it sent it. Hearing it twice does no harm.
    /// </summary>
    /// <param name="mayTell">What a grant names is on disk; else it is told at a later report.</param>
    public void Renew(RunState run, NodeProtocol.NodeReport report, IActorRef node, bool mayTell)
    {
        _nodes[report.Node] = node;
        var named = report.Slots.Select(slot => slot.Running).Concat(report.Unrecorded).OfType<AttemptId>().Where(attempt => attempt.Run == run.Id).ToHashSet();
        foreach (var job in run.Jobs.Granted.Where(job => mayTell && job.Grant!.Node == report.Node && run.Status == RunStatus.Running))
            if (!named.Contains(new AttemptId(run.Id, job.Request.Id, job.Grant!.Attempt)))
                Tell(node, run, job);
        foreach (var attempt in named)
        {
            if (run.Holds(attempt, report.Node))
                _leases.Renew(attempt, report.Node);
            else if (report.Slots.Any(slot => slot.Running == attempt))
                node.Tell(new NodeProtocol.CancelAttempt(attempt, run.Generation));
        }
    }

    public IReadOnlyList<(AttemptId Attempt, NodeId Node)> On(NodeId node) => _leases.Of(node);

    public IReadOnlyList<(AttemptId Attempt, NodeId Node)> Expired() => _leases.Expired();

    public void CancelAll(RunState run)
    {
        foreach (var (attempt, node) in _leases.All)
            if (_nodes.TryGetValue(node, out var actor))
                actor.Tell(new NodeProtocol.CancelAttempt(attempt, run.Generation));
        _leases.Clear();
        _accepted.Clear();
    }
}
