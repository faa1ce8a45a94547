using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote;
using AxSpa.Coordinator;
using AxSpa.GpuNode;
using AxSpa.Hosting;
using AxSpa.Hosting.Journals;
using AxSpa.Shared.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.SchedulerBenchmark;

/// <summary>The members of the cluster, as the program itself starts them; all on loopback.</summary>
internal static class Members
{
    /// <summary>
    /// What differs for a hundred actor systems of one process: they share what each would have for itself (threads, a clock that ticks a hundred times
    /// a second), and they are no members of the cluster. A hundred members on two cores do not come together at all; what a node says to the coordinator and
    /// hears of it is the same, over TCP, and the coordinator has its own process and the usual settings.
    /// </summary>
    private const string Many = """
        akka {
          stdout-loglevel = OFF
          loggers = []
          scheduler { tick-duration = 50ms, ticks-per-wheel = 64 }
          actor {
            provider = remote
            default-dispatcher.executor = thread-pool-executor
            internal-dispatcher { executor = thread-pool-executor }
          }
          remote {
            default-remote-dispatcher { type = Dispatcher, executor = thread-pool-executor }
            backoff-remote-dispatcher { type = Dispatcher, executor = thread-pool-executor }
            dot-netty.tcp {
              hostname = 127.0.0.1
              port = 0
              server-socket-worker-pool { pool-size-min = 1, pool-size-factor = 1.0, pool-size-max = 1 }
              client-socket-worker-pool { pool-size-min = 1, pool-size-factor = 1.0, pool-size-max = 1 }
            }
          }
        }
        """;

    /// <summary>Seed and coordinator wait for the same cores as all else here: who was not heard for some seconds is not away.</summary>
    private const string Patient = """
        akka.stdout-loglevel = OFF
        akka.cluster.failure-detector.acceptable-heartbeat-pause = 60s
        """;

    /// <summary>The contact point, and whoever asks and orders.</summary>
    public static async Task<(IHost Host, IActorRef Coordinator)> Seed(int port)
    {
        var host = Build(Options(port, Roles.Seed) with { Port = port }, null, akka => akka.WithCoordinatorProxy());
        await host.StartAsync();
        return (host, host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>());
    }

    /// <param name="own">The port that it listens on.</param>
    public static async Task Coordinate(int port, int own, string workspace, string journalText)
    {
        var journal = Journal.Parse(journalText);
        await WorkspaceBinding.BindAtStart(journal, workspace, false, Console.Error.WriteLine, CancellationToken.None);
        using var host = Build(Options(port, Roles.Coordinator) with { Workspace = workspace, Port = own }, journal,
            akka => akka.AddCoordinator(new CoordinatorOptions(workspace, journal) { Say = Console.Error.WriteLine }));
        await host.StartAsync();
        await UntilInputEnds();
        await host.StopAsync();
    }

    /// <param name="coordinator">The port that it listens on.</param>
    public static async Task Compute(int coordinator, string workspace, Load load, int count)
    {
        // A hundred actor systems that begin wait for one another here and there; the pool would give them one more thread in half a second.
        ThreadPool.SetMinThreads(100, 100);
        var pretence = new Pretence();
        var settings = ConfigurationFactory.ParseString(Many).WithFallback(ClusterSettings.Of(Options(coordinator, Roles.Gpu)));
        for (var node = 0; node < count; node++)
        {
            var system = ActorSystem.Create(ClusterNodeOptions.SystemName, settings);
            var path = string.Create(CultureInfo.InvariantCulture,
                $"akka.tcp://{ClusterNodeOptions.SystemName}@127.0.0.1:{coordinator}/user/{CoordinatorSingleton.Name}/{CoordinatorSingleton.Name}");
            var actor = await system.ActorSelection(path).ResolveOne(TimeSpan.FromMinutes(1));
            var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
            var id = new NodeId(address.Host!, address.Port!.Value, AddressUidExtension.Uid(system));
            var options = new GpuNodeOptions([.. Enumerable.Repeat("cpu", load.SlotsPerNode)], workspace, new TrainerProgram("none"))
            {
                TrainerPatience = TimeSpan.FromHours(1),
                Begin = (_, device, ears) => PretendTrainer.Begin(load, workspace, pretence, device, ears),
            };
            system.ActorOf(Props.Create(() => new NodeActor(id, options, actor)), "node");
        }
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(Interlocked.Read(ref pretence.Said).ToString(CultureInfo.InvariantCulture));
        Environment.Exit(0); // whoever measured has all it wanted
    }

    private static async Task UntilInputEnds()
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }

    private static ClusterNodeOptions Options(int port, string role) => new()
    {
        Roles = [role],
        Seeds = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")],
        QuorumSize = 1,
    };

    private static IHost Build(ClusterNodeOptions options, Journal? journal, Action<AkkaConfigurationBuilder> roles)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka(ClusterNodeOptions.SystemName, (akka, _) =>
        {
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.LogLevel = Akka.Event.LogLevel.ErrorLevel;
            });
            akka.AddClusterNode(options, journal);
            roles(akka);
            akka.AddHocon(Patient, HoconAddMode.Prepend);
        });
        return builder.Build();
    }
}
