using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Pattern;
using AxSpa.Shared.Hosting;

namespace AxSpa.Coordinator;

public static class CoordinatorHosting
{
    /// <summary>Lets this process be the coordinator, when it is its turn: a cluster singleton over the role coordinator.</summary>
    /// <param name="workspace">The shared directory, as this machine mounts it.</param>
    public static AkkaConfigurationBuilder AddCoordinator(this AkkaConfigurationBuilder akka, string workspace) =>
        akka.WithSingleton<CoordinatorActor>(
            CoordinatorSingleton.Name,
            // A persistent actor stops when its journal fails (a full disk, a locked file): it is started again, with growing pauses.
            BackoffSupervisor.Props(Backoff.OnStop(
                Props.Create(() => new CoordinatorActor(workspace, TimeProvider.System)), "index", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), 0.2, maxNrOfRetries: -1)),
            CoordinatorSingleton.Options,
            createProxyToo: false);
}
