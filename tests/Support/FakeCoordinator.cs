using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Support;

/// <summary>What a fake coordinator answers, and what it was told.</summary>
internal sealed class FakeCluster
{
    private readonly ConcurrentQueue<object> _looks = new();
    private object? _lastLook;

    public ImmutableArray<RunSummary> Runs { get; set; } = [MadeRuns.Summary(MadeRuns.Id.Value)];
    public ImmutableArray<NodeView> Nodes { get; set; } = [];

    /// <summary>How often a list of runs was asked for.</summary>
    public int RunPages { get; private set; }

    /// <summary>What the nodes are after so many looks at them.</summary>
    public (int Looks, ImmutableArray<NodeView> Nodes)? NodesAfter { get; set; }
    public RunProtocol.Acceptance Acceptance { get; set; } = RunProtocol.Acceptance.Started;
    public QueueView Queue { get; set; } = new([], 0, 0, 0);
    public string? Refusal { get; set; }
    public bool IsSilent { get; set; }

    public LeadershipProtocol.Leadership Leadership { get; set; } = new("127.0.0.1:4060", MadeRuns.Noon, 3, null);
    public RunProtocol.SubmitRun? Submitted { get; private set; }
    public RunProtocol.CancelRun? Cancelled { get; private set; }

    public IWireMessage? Ordered { get; private set; }

    public RunProtocol.Order? Rehearsed { get; private set; }

    public Queue<RunProtocol.Deletion> Deletions { get; } = new();

    public ImmutableArray<StoredFile> Results { get; set; } = [];

    public RunProtocol.ClusterMessage Message { get; set; } = new(null, null);

    public Queue<RunVerification> Verifications { get; } = new();

    /// <summary>What one look after the other sees; the last one stays. A text stands for no answer at all.</summary>
    public void Show(params object[] looks) => Array.ForEach(looks, _looks.Enqueue);

    private object Look() => _lastLook = _looks.TryDequeue(out var next) ? next : _lastLook ?? new RunProtocol.Refused("There is no such run.");

    /// <returns>Null: no answer.</returns>
    private object? Answer(object question) => question switch
    {
        _ when IsSilent => null,
        _ when Refusal is { } reason && question is not (RunProtocol.ListRuns or RunProtocol.FindRun or LeadershipProtocol.AskLeadership) =>
            new RunProtocol.Refused(reason),
        RunProtocol.SubmitRun submit => new RunProtocol.RunAccepted(MadeRuns.Id, (Submitted = submit) is null ? default : Acceptance),
        RunProtocol.ListRuns list => Page(list),
        RunProtocol.FindRun find => RunsFound.Of(Runs, find.Name),
        RunProtocol.ListNodes list => Page(list.After),
        QueueProtocol.ListQueue => Queue,
        RunProtocol.DescribeRun => Look() is var look and not string ? look : null,
        LeadershipProtocol.AskLeadership => Leadership,
        RunProtocol.CheckJournal => new RunProtocol.JournalCheck(11, 3),
        RunProtocol.DeleteRun => Deletions.Count > 1 ? Deletions.Dequeue() : Deletions.Peek(),
        RunProtocol.ListResults list => new RunProtocol.Results(list.Run, Results),
        RunProtocol.AskMessage => Message,
        RunProtocol.SetMessage set => Message = new RunProtocol.ClusterMessage(set.Text, set.Text is null ? null : MadeRuns.Noon),
        RunProtocol.Rehearse rehearse => (Rehearsed = rehearse.Order) switch
        {
            RunProtocol.SubmitRun => new RunProtocol.RunAccepted(MadeRuns.Id, Acceptance),
            RunProtocol.CancelRun cancel => new RunProtocol.Cancelled(cancel.Run),
            NodeOrders.NodeOrder order => new NodeOrders.NodeChanged(order.Node, "rehearsed", "so it would be"),
            _ => new RunProtocol.RunChanged(MadeRuns.Id, "rehearsed", "so it would be"),
        },
        RunProtocol.CancelRun cancel => new RunProtocol.Cancelled((Cancelled = cancel).Run),
        RunProtocol.PauseRun or RunProtocol.ResumeRun or RunProtocol.RetryFold =>
            new RunProtocol.RunChanged(MadeRuns.Id, (Ordered = (IWireMessage)question) is RunProtocol.PauseRun ? "paused" : "resumed", "so it is"),
        NodeOrders.NodeOrder order => new NodeOrders.NodeChanged((Ordered = order) is null ? "" : order.Node, "changed", "so it is"),
        QueueProtocol.MoveRun or QueueProtocol.PrioritizeRun or QueueProtocol.LimitRun => Noted((RunProtocol.RunOrder)question),
        RunProtocol.VerifyRun => Verifications.Count > 1 ? Verifications.Dequeue() : Verifications.Peek(),
        _ => throw new InvalidOperationException($"The fake coordinator was told {question.GetType().Name}."),
    };

    /// <summary>At most 30 at a time, so that a longer list takes several questions.</summary>
    private RunProtocol.RunList Page(RunProtocol.ListRuns list)
    {
        RunPages++;
        var left = Runs.Where(run => (list.Status is null || run.Status == list.Status)
            && (list.Refused is null || run.Refusal is not null == list.Refused) && (list.Before is null || run.SubmittedAt < list.Before.SubmittedAt))
            .OrderByDescending(run => run.SubmittedAt).ToList();
        ImmutableArray<RunSummary> page = [.. left.Take(Math.Min(30, list.Most))];
        return new RunProtocol.RunList(page, left.Count - page.Length);
    }

    /// <summary>One node at a time, so that every command that lists nodes must turn the page.</summary>
    private RunProtocol.NodeList Page(string? after)
    {
        if (after is null && NodesAfter is { } change && (NodesAfter = (change.Looks - 1, change.Nodes)) is { Looks: < 0 })
            Nodes = change.Nodes;
        var left = Nodes.Where(node => after is null || string.CompareOrdinal(node.Node.ToString(), after) > 0).ToList();
        return new RunProtocol.NodeList([.. left.Take(1)], left.Count <= 1);
    }

    private RunProtocol.RunChanged Noted(RunProtocol.RunOrder order)
    {
        Ordered = order;
        return new RunProtocol.RunChanged(order.Run, "changed", "so it is");
    }

    internal sealed class Coordinator : ReceiveActor
    {
        public Coordinator(FakeCluster cluster) => ReceiveAny(question =>
        {
            if (cluster.Answer(question) is { } answer)
                Sender.Tell(answer);
        });
    }
}
