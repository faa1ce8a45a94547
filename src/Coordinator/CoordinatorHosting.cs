using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Pattern;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Hosting;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

public static class CoordinatorHosting
{
    /// <summary>Lets this process be the coordinator, when it is its turn: a cluster singleton over the role coordinator.</summary>
    /// <param name="workspace">The shared directory, as this machine mounts it.</param>
    /// <param name="roots">Where the files of runs may lie.</param>
    public static AkkaConfigurationBuilder AddCoordinator(this AkkaConfigurationBuilder akka, string workspace, DataRoots roots)
    {
        // While the process starts: a share that goes away later is missed, and not taken for a new workspace.
        _ = KnownWorkspaces.IdentityOf(workspace);
        // From the start: a standby says that it is none.
        var telemetry = new CoordinatorTelemetry(TimeProvider.System);
        return akka.WithSingleton<CoordinatorActor>(
            CoordinatorSingleton.Name,
            // A persistent actor stops when its journal fails (a full disk, a database that is away): it is started again.
            BackoffSupervisor.Props(Backoff.OnStop(
                    Props.Create(() => new CoordinatorActor(workspace, roots, TimeProvider.System, telemetry)), "index", CoordinatorActor.JournalPause, CoordinatorActor.JournalPause, 0.2, maxNrOfRetries: -1)
                .WithReplyWhileStopped(new RunProtocol.Refused(
                    "The coordinator waits for its journal, which cannot be read or written just now; its log says why. Jobs that were running go on, and nothing that was recorded is lost."))),
            CoordinatorSingleton.Options,
            createProxyToo: false);
    }
}
