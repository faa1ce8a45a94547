using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AxSpa.Shared.Hosting;

namespace AxSpa.Coordinator;

public static class CoordinatorHosting
{
    /// <summary>Lets this process be the coordinator, when it is its turn: a cluster singleton over the role coordinator.</summary>
    /// <param name="workspace">The shared directory, as this machine mounts it.</param>
    public static AkkaConfigurationBuilder AddCoordinator(this AkkaConfigurationBuilder akka, string workspace) =>
        akka.WithSingleton<CoordinatorActor>(
            CoordinatorSingleton.Name,
            Props.Create(() => new CoordinatorActor(workspace, TimeProvider.System)),
            CoordinatorSingleton.Options,
            createProxyToo: false);
}
