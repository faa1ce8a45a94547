using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using AxSpa.Shared.Hosting;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <param name="Devices">One per slot: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Workspace">The shared directory, as this machine mounts it.</param>
public sealed record GpuNodeOptions(ImmutableArray<string> Devices, string Workspace, TrainerProgram Trainer)
{
    /// <summary>A trainer that gives no sign of life for so long is ended. It gives one every 3 s, on the busiest machine every few.</summary>
    public TimeSpan TrainerPatience { get; init; } = TimeSpan.FromSeconds(30);

    public MemoryKills MemoryKills { get; init; } = MemoryKills.OfThisProcess();

    public NodeTelemetry Telemetry { get; init; } = new(TimeProvider.System);

    internal NodeMachine Machine { get; init; } = NodeMachine.ThisOne(Devices);
}

public static class GpuNodeHosting
{
    /// <summary>Gives this process the hands of a GPU node: slots with warm trainers, at the service of the coordinator.</summary>
    public static AkkaConfigurationBuilder AddGpuNode(this AkkaConfigurationBuilder akka, GpuNodeOptions options) =>
        akka.WithCoordinatorProxy().StartActors((system, registry) =>
        {
            var node = NodeId.Of(Cluster.Get(system).SelfUniqueAddress);
            registry.Register<NodeActor>(system.ActorOf(
                Props.Create(() => new NodeActor(node, options, registry.Get<CoordinatorKey>())), "node"));
        });
}
