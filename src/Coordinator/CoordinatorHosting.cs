using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Pattern;
using AxSpa.Coordinator.Leadership;
using AxSpa.Coordinator.Telemetry;
using AxSpa.Hosting;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

public static class CoordinatorHosting
{
    /// <summary>
    /// Lets this process be the coordinator, when it is its turn: a cluster singleton over the role coordinator that works only with the journal's lease.
    /// </summary>
    public static AkkaConfigurationBuilder AddCoordinator(this AkkaConfigurationBuilder akka, CoordinatorOptions options)
    {
        // From the start: a standby says that it is none.
        var telemetry = new CoordinatorTelemetry(TimeProvider.System);
        var lease = options.Journal.Lease();
        // As with the journal's own machinery: a standby's first question would be asked, and compiled, when every moment counts.
        if (lease.Term is not null)
            akka.AddStartup((_, _) => OwnThread.RunUnheard("first-question", () => lease.Renew(0, CancellationToken.None)));
        return akka.WithSingleton<CoordinatorActor>(
            CoordinatorSingleton.Name,
            Props.Create(() => new LeadershipActor(options, lease, Work(options, telemetry), TimeProvider.System)),
            CoordinatorSingleton.Options,
            createProxyToo: false);
    }

    /// <summary>A persistent actor stops when its journal fails (a full disk, a database that is away): it is started again.</summary>
    private static Props Work(CoordinatorOptions options, CoordinatorTelemetry telemetry) => BackoffSupervisor.Props(Backoff.OnStop(
            Props.Create(() => new CoordinatorActor(options.Workspace, options.Roots, TimeProvider.System, telemetry)),
            "index", CoordinatorActor.JournalPause, CoordinatorActor.JournalPause, 0.2, maxNrOfRetries: -1)
        .WithReplyWhileStopped(new RunProtocol.Refused(
            "The coordinator waits for its journal, which cannot be read or written just now; its log says why. Jobs that were running go on, and nothing "
            + "that was recorded is lost.",
            Passes: true)));
}
