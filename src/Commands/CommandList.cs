using System.Collections.Immutable;
using AxSpa.Commands.Cluster;
using AxSpa.Commands.Diagnosis;
using AxSpa.Commands.Folds;
using AxSpa.Commands.Logs;
using AxSpa.Commands.Nodes;
using AxSpa.Commands.Queue;
using AxSpa.Commands.Runs;

namespace AxSpa.Commands;

/// <summary>What commands work with.</summary>
/// <param name="Briefly">The coordinator, asked for a short time only: for what may be left out.</param>
internal sealed record CommandServices(
    CoordinatorGate Coordinator, CoordinatorGate Briefly, RunFollower Follower, IClusterMembership Cluster, INodeFileClient NodeFiles, TimeProvider Clock)
{
    /// <summary>Shown beside lists.</summary>
    public Banner Banner { get; } = new(Briefly);

    /// <summary>The same.</summary>
    public LeadershipQuestion Leadership { get; } = new(Briefly);

    public RunFiles Files { get; } = new(NodeFiles, Cluster);

    public LogPrinter Logs => new(Coordinator, Files, Follower, Clock);
}

/// <summary>Every command there is, in the order in which help shows them.</summary>
internal static class CommandList
{
    public static ImmutableArray<ICommand> Of(CommandServices services)
    {
        ImmutableArray<ICommand> named = Named(services);
        var examination = new Examination(services.Coordinator, services.Leadership, services.NodeFiles, services.Cluster, services.Clock);
        return [.. named, new Doctor(examination), new Bundle(services, examination, named)];
    }

    private static ImmutableArray<ICommand> Named(CommandServices services) =>
    [
        new RunSubmit(services.Coordinator, services.Follower),
        new RunList(services.Coordinator, services.Banner, services.Clock),
        new RunDescribe(services.Coordinator, services.Clock),
        new RunWatch(services.Coordinator, services.Follower),
        new RunWait(services.Coordinator, services.Follower),
        new RunResults(services.Coordinator, services.Files),
        new RunCompare(services.Coordinator, services.Files),
        new RunLogs(services.Logs),
        new RunPause(services.Coordinator),
        new RunResume(services.Coordinator),
        new RunCancel(services.Coordinator),
        new RunDelete(services.Coordinator, services.Follower),
        new RunVerify(services.Coordinator, services.Clock, services.Follower.LookEvery),
        new FoldList(services.Coordinator, services.Clock),
        new FoldDescribe(services.Coordinator, services.Files, services.Clock),
        new FoldLogs(services.Logs),
        new FoldRetry(services.Coordinator),
        new NodeList(services.Coordinator, services.Leadership, services.Banner),
        new NodeDescribe(services.Coordinator, services.Clock),
        new NodeDrain(services.Coordinator, services.Clock, services.Follower.LookEvery),
        new NodeEnable(services.Coordinator),
        new NodeExclude(services.Coordinator),
        new QueueList(services.Coordinator, services.Banner),
        new QueueMove(services.Coordinator),
        new QueuePriority(services.Coordinator),
        new QueueLimit(services.Coordinator),
        new ClusterShow(services.Cluster, services.Leadership, services.Banner),
        new ClusterStatus(services.Cluster),
        new ClusterLeader(services.Cluster),
        new ClusterLeave(services.Cluster),
        new ClusterDown(services.Cluster),
        new ClusterDownUnreachable(services.Cluster),
        new ClusterMessage(services.Coordinator),
        new ActorSystemName(services.Cluster),
        new ActorHierarchy(services.Cluster),
    ];
}
