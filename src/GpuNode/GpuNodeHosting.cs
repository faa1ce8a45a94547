using System.Collections.Immutable;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using AxSpa.Hosting;
using AxSpa.Hosting.Membership;
using AxSpa.Pipeline.Access;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <param name="Devices">One per slot: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Workspace">The shared directory, as this machine mounts it.</param>
public sealed record GpuNodeOptions(ImmutableArray<string> Devices, string Workspace, TrainerProgram Trainer)
{
    /// <summary>Where the files of runs may lie.</summary>
    public DataRoots Roots { get; init; } = DataRoots.Anywhere;

    /// <summary>A trainer that gives no sign of life for so long is ended. It gives one every 3 s, on the busiest machine every few.</summary>
    public TimeSpan TrainerPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A fold that is asked to end has so long to bring its last finished epoch to disk.</summary>
    public TimeSpan KeepWithin { get; init; } = OrderlyEnd.KeepWithin;

    /// <summary>What patience, bounds of lines and the times in logs are measured by.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    public MemoryKills MemoryKills { get; init; } = MemoryKills.OfThisProcess();

    public NodeTelemetry Telemetry { get; init; } = new(TimeProvider.System);

    internal NodeMachine Machine { get; init; } = NodeMachine.ThisOne(Devices);

    /// <summary>Starts a trainer on a device.</summary>
    internal Func<GpuNodeOptions, string, TrainerEars, ITrainer> Begin { get; init; } =
        (options, device, ears) => TrainerProcess.Start(options.Trainer, options.Workspace, device, options.Roots, ears);

    /// <summary>Why nothing more is begun here just now, for people; null: it is.</summary>
    internal Func<string?> TakesNothing { get; init; } = () => null;
}

public static class GpuNodeHosting
{
    /// <summary>Gives this process the hands of a GPU node: slots with warm trainers, at the service of the coordinator.</summary>
    public static AkkaConfigurationBuilder AddGpuNode(this AkkaConfigurationBuilder akka, GpuNodeOptions options) =>
        akka.WithCoordinatorProxy().StartActors((system, registry) =>
        {
            var node = NodeId.Of(Cluster.Get(system).SelfUniqueAddress);
            var withQuorum = options with { TakesNothing = () => SeedsInSight.Trouble(system) };
            var actor = system.ActorOf(Props.Create(() => new NodeActor(node, withQuorum, registry.Get<CoordinatorKey>())), "node");
            registry.Register<NodeActor>(actor);
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "release-slots", () => Leave(system, actor));
        });

    /// <summary>
    /// What ends in order brings its last finished epochs to disk and hands its attempts back, so that they go on elsewhere at once. Where the coordinator
    /// ends with it, and where the cluster has put this node out, nobody would hear that; the epochs are kept all the same.
    /// </summary>
    private static Task<Done> Leave(ActorSystem system, IActorRef node) => Leave(
        node,
        isHeard: CoordinatedShutdown.Get(system).ShutdownReason is not CoordinatedShutdown.ClusterDowningReason
            && !Cluster.Get(system).SelfRoles.Contains(Roles.Coordinator));

    /// <summary>Ends what is computed here, with the last finished epochs on disk: for a process that is about to end.</summary>
    /// <param name="isHeard">See <see cref="NodeActor.Leave"/>.</param>
    public static async Task<Done> Leave(IActorRef node, bool isHeard)
    {
        try
        {
            await node.Ask<NodeActor.Left>(new NodeActor.Leave(isHeard), OrderlyEnd.LeaveWithin);
        }
        catch (AskTimeoutException)
        {
            // Its leases are lost when it has left.
        }
        return Done.Instance;
    }
}
