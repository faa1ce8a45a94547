using Akka.Cluster.Hosting;
using Akka.Hosting;

namespace AxSpa.Hosting;

/// <summary>The key under which every node finds the coordinator, wherever it lives.</summary>
public sealed class CoordinatorKey;

public static class CoordinatorSingleton
{
    public const string Name = "coordinator";

    public static ClusterSingletonOptions Options => new() { Role = Roles.Coordinator };

    /// <summary>The way to the coordinator from any node; messages wait while it moves. Adding it twice to one process is harmless.</summary>
    public static AkkaConfigurationBuilder WithCoordinatorProxy(this AkkaConfigurationBuilder akka) =>
        akka.StartActors((system, registry) =>
        {
            if (registry.TryGet<CoordinatorKey>(out _))
                return;
            var settings = Akka.Cluster.Tools.Singleton.ClusterSingletonProxySettings.Create(system).WithRole(Roles.Coordinator).WithSingletonName(Name);
            registry.Register<CoordinatorKey>(system.ActorOf(
                Akka.Cluster.Tools.Singleton.ClusterSingletonProxy.Props($"/user/{Name}", settings), $"{Name}-proxy"));
        });
}
