using Akka.Actor;
using Akka.Hosting;
using AxSpa.Commands;
using AxSpa.Commands.Access;
using AxSpa.Commands.Cluster;
using AxSpa.Commands.Nodes;
using AxSpa.Commands.Runs;
using AxSpa.Hosting;
using AxSpa.Seed.CommandHost;

namespace AxSpa.Seed;

public static class SeedHosting
{
    /// <summary>How long the coordinator may take to answer one question.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>For what an answer can do without: the message beside a list, the completion of a word.</summary>
    private static readonly TimeSpan BrieflyWithin = TimeSpan.FromSeconds(1);

    /// <summary>How long a node may take to look at its disk.</summary>
    private static readonly TimeSpan DeskWithin = TimeSpan.FromSeconds(8);

    /// <summary>A person reads no faster; each look costs one message.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Longer than a coordinator takes to move to a standby, with the split-brain resolver's pauses.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Gives this process what a contact point has: the way to the coordinator, and answers for pbm.</summary>
    /// <param name="port">Bound already (<see cref="CommandPort.Open"/>); null: pbm is not answered here.</param>
    /// <param name="access">Checked already (<see cref="CommandAccess.Checked"/>).</param>
    public static AkkaConfigurationBuilder AddSeed(this AkkaConfigurationBuilder akka, CommandPort? port, CommandAccess access) =>
        port is null ? akka.WithCoordinatorProxy() : akka.WithCoordinatorProxy().AddStartup((system, registry) =>
        {
            var server = new CommandServer(
                port, Commands(system, registry.Get<CoordinatorKey>(), access.Audit, TimeProvider.System), access, new CommandLimits(), TimeProvider.System);
            server.Start();
            // First of all phases: the coordinator of this process can still say how a run ended.
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "stop answering pbm", async () =>
            {
                await server.Stop();
                return Akka.Done.Instance;
            });
        });

    private static CommandDispatcher Commands(ActorSystem system, IActorRef proxy, AuditLog audit, TimeProvider clock)
    {
        var coordinator = new CoordinatorGate(proxy, AnswerWithin, clock);
        return new CommandDispatcher(new CommandServices(
            coordinator, new CoordinatorGate(proxy, BrieflyWithin, clock),
            new RunFollower(coordinator, clock, LookEvery, Patience), new ClusterMembership(system),
            new NodeFileClient(system, DeskWithin), clock), audit);
    }
}
