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
internal sealed record CommandDesk(
    CoordinatorGate Coordinator, CoordinatorGate Briefly, RunFollower Follower, IClusterMembership Cluster, IDesks Desks, TimeProvider Clock)
{
    /// <summary>Shown beside lists.</summary>
    public Banner Banner { get; } = new(Briefly);

    /// <summary>The same.</summary>
    public LeadershipQuestion Leadership { get; } = new(Briefly);

    public RunFiles Files { get; } = new(Desks, Cluster);

    public LogPrinter Logs => new(Coordinator, Files, Follower, Clock);
}

/// <summary>Every command there is, in the order in which help shows them.</summary>
internal static class CommandList
{
    public static ImmutableArray<ICommand> Of(CommandDesk desk)
    {
        ImmutableArray<ICommand> named = Named(desk);
        var examination = new Examination(desk.Coordinator, desk.Leadership, desk.Desks, desk.Cluster, desk.Clock);
        return [.. named, new Doctor(examination), new Bundle(desk, examination, named)];
    }

    private static ImmutableArray<ICommand> Named(CommandDesk desk) =>
    [
        new RunSubmit(desk.Coordinator, desk.Follower),
        new RunList(desk.Coordinator, desk.Banner, desk.Clock),
        new RunDescribe(desk.Coordinator, desk.Clock),
        new RunWatch(desk.Coordinator, desk.Follower),
        new RunWait(desk.Coordinator, desk.Follower),
        new RunResults(desk.Coordinator, desk.Files),
        new RunCompare(desk.Coordinator, desk.Files),
        new RunLogs(desk.Logs),
        new RunPause(desk.Coordinator),
        new RunResume(desk.Coordinator),
        new RunCancel(desk.Coordinator),
        new RunDelete(desk.Coordinator, desk.Follower),
        new RunVerify(desk.Coordinator, desk.Clock, desk.Follower.LookEvery),
        new FoldList(desk.Coordinator, desk.Clock),
        new FoldDescribe(desk.Coordinator, desk.Files, desk.Clock),
        new FoldLogs(desk.Logs),
        new FoldRetry(desk.Coordinator),
        new NodeList(desk.Coordinator, desk.Leadership, desk.Banner),
        new NodeDescribe(desk.Coordinator, desk.Clock),
        new NodeDrain(desk.Coordinator, desk.Clock, desk.Follower.LookEvery),
        new NodeEnable(desk.Coordinator),
        new NodeExclude(desk.Coordinator),
        new QueueList(desk.Coordinator, desk.Banner),
        new QueueMove(desk.Coordinator),
        new QueuePriority(desk.Coordinator),
        new QueueLimit(desk.Coordinator),
        new ClusterShow(desk.Cluster, desk.Leadership, desk.Banner),
        new ClusterStatus(desk.Cluster),
        new ClusterLeader(desk.Cluster),
        new ClusterLeave(desk.Cluster),
        new ClusterDown(desk.Cluster),
        new ClusterDownUnreachable(desk.Cluster),
        new ClusterMessage(desk.Coordinator),
        new ActorSystemName(desk.Cluster),
        new ActorHierarchy(desk.Cluster),
    ];
}
