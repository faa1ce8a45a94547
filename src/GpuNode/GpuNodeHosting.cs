using System.Collections.Immutable;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Hosting;
using AxSpa.Shared.Membership;
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

    public MemoryKills MemoryKills { get; init; } = MemoryKills.OfThisProcess();

    public NodeTelemetry Telemetry { get; init; } = new(TimeProvider.System);

    internal NodeMachine Machine { get; init; } = NodeMachine.ThisOne(Devices);

    /// <summary>Why nothing more is begun here just now, for people; null: it is.</summary>
    internal Func<string?> TakesNothing { get; init; } = () => null;
}

public static class GpuNodeHosting
{
    /// <summary>The phase before the node takes leave of the cluster lasts 5 s; a coordinator that cannot write now is not waited for longer.</summary>
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(4);

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
    /// What ends in order hands its attempts back first, so that they go on elsewhere at once. Not where the coordinator ends with it,
    /// and not where the cluster has put this node out: nobody would hear it.
    /// </summary>
    private static async Task<Done> Leave(ActorSystem system, IActorRef node)
    {
        if (CoordinatedShutdown.Get(system).ShutdownReason is CoordinatedShutdown.ClusterDowningReason || Cluster.Get(system).SelfRoles.Contains(Roles.Coordinator))
            return Done.Instance;
        try
        {
            await node.Ask<NodeActor.Left>(new NodeActor.Leave(), LeaveWithin);
        }
        catch (AskTimeoutException)
        {
            // Its leases are lost when it has left.
        }
        return Done.Instance;
    }
}
