using System.CommandLine;
using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using AxSpa.Coordinator;
using AxSpa.GpuNode;
using AxSpa.Hosting;
using AxSpa.Hosting.Journals;
using AxSpa.Hosting.Membership;
using AxSpa.Monitoring;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Seed;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;
using AxSpa.Standalone.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa seed</c>, <c>coordinator</c>, <c>gpunode</c>: one role of a cluster of several processes.</summary>
internal static class RoleCommands
{
    public static Command Seed()
    {
        var member = new MemberOptions(Roles.Seed, CertificateRole.Seed, usualPort: 4053);
        var (pbmOptions, http) = (new CommandPortOptions(), new HttpOptions());
        var command = new Command("seed", "A contact point of the cluster; it also answers pbm.") { http.Port, http.Host };
        member.AddTo(command);
        pbmOptions.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var options = member.Read(parsed);
            var (port, access) = pbmOptions.Open(parsed, options.Keys);
            using var pbm = port;
            if (pbm is not null)
                Console.Error.WriteLine($"pbm answers on {access.Host}:{pbm.Number}{(access.Tokens is null ? "" : ", for tokens")}"
                    + $"{(access.Keys is null ? "" : ", with TLS")}.");
            return await Serve(options, http.Open(parsed), new("seed"), (akka, _) => akka.AddSeed(pbm, access), stop);
        });
        return command;
    }

    public static Command Coordinator()
    {
        var member = new MemberOptions(Roles.Coordinator, CertificateRole.Coordinator, usualPort: 0);
        var (workspace, dataRoots, http, otlp) = (new WorkspaceOptions(), SharedOptions.DataRoots(), new HttpOptions(), SharedOptions.Otlp());
        var journal = new Option<string?>("--journal")
        {
            Description =
                "Where events rest: an SQLite file on a disk of this machine (never on a network share), or, with standby coordinators, PostgreSQL as "
                + $"postgres://USER@HOST:PORT/DATABASE or Host=HOST;Database=... Without it, {Journal.EnvironmentVariable} says it, and keeps a password out "
                + "of the list of processes.",
            HelpName = "FILE|DATABASE",
        };
        var adopt = SharedOptions.AdoptJournal();
        var command = new Command("coordinator", "The brain: keeps the runs, places their jobs, makes results official.")
        {
            dataRoots, journal, adopt, http.Port, http.Host, otlp,
        };
        workspace.AddTo(command);
        member.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var ((folder, access), roots) = (workspace.Enter(parsed), DataRoots.Configured(parsed.GetValue(dataRoots) ?? []));
            var (options, kept) = (member.Read(parsed) with { Workspace = folder, Access = access }, JournalOf(parsed.GetValue(journal)));
            return Serve(options, http.Open(parsed), new("coordinator") { Journal = kept, Workspace = folder, Otlp = parsed.GetValue(otlp) },
                (akka, say) => akka.AddCoordinator(new CoordinatorOptions(folder, kept) { Roots = roots, AdoptedJournal = parsed.GetValue(adopt), Say = say }),
                stop, prepare: () => WorkspaceBinding.BindAtStart(kept, Made(folder), parsed.GetValue(adopt), Console.Error.WriteLine, stop));
        });
        return command;
    }

    public static Command GpuNode()
    {
        var member = new MemberOptions(Roles.Gpu, CertificateRole.GpuNode, usualPort: 0);
        var (workspace, dataRoots, slots, http) = (new WorkspaceOptions(isMade: false), SharedOptions.DataRoots(), SharedOptions.Slots(), new HttpOptions());
        var command = new Command("gpunode", "The hands: slots with trainer processes.") { dataRoots, slots, http.Port, http.Host };
        workspace.AddTo(command);
        member.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var ((folder, access), trainer) = (workspace.Enter(parsed), TrainerProgram.Find());
            var node = new GpuNodeOptions(SlotDevices.Parse(parsed.GetRequiredValue(slots), trainer), folder, trainer)
            {
                Roots = DataRoots.Configured(parsed.GetValue(dataRoots) ?? []),
            };
            return Serve(
                member.Read(parsed) with { Workspace = folder, Access = access }, http.Open(parsed), new("gpunode") { Workspace = folder },
                (akka, _) => akka.AddGpuNode(node), stop);
        });
        return command;
    }

    private static async Task<int> Serve(
        ClusterNodeOptions options, HttpPort? http, MonitoringOptions process,
        Func<AkkaConfigurationBuilder, Action<string>, AkkaConfigurationBuilder> add, CancellationToken stop, Func<Task>? prepare = null)
    {
        using var held = http;
        PortCheck.Refuse(options);
        await using var monitoring = await ProcessMonitoring.Start(http, process, Console.Error.WriteLine, stop);
        if (prepare is not null)
            await prepare();
        using var log = new MemberLog(Console.Error, TimeProvider.System);
        using var host = StandaloneCluster.Build(
            options with { Say = log.Info }, process.Journal, logging => logging.AddProvider(log), akka => monitoring.Watch(add(akka, log.Info)));
        await host.StartAsync(stop);
        log.Info($"{process.Role} has started; it looks for the cluster at {string.Join(", ", options.Seeds)}. Ctrl-C ends it in order.");
        var system = host.Services.GetRequiredService<ActorSystem>();
        var (cluster, shutdown) = (Akka.Cluster.Cluster.Get(system), CoordinatedShutdown.Get(system));
        cluster.RegisterOnMemberUp(() => log.Info($"{process.Role} is a member of the cluster: {cluster.SelfAddress}"));
        await host.WaitForShutdownAsync(stop);
        // A node that the cluster put out ends with another code than 0, so that its supervisor starts it again.
        var code = shutdown.ShutdownReason is MemberEnding ending ? ending.ExitCode : Environment.ExitCode;
        log.Info(code == 0 ? $"{process.Role} has ended in order."
            : code == ExitCode.Refused ? $"{process.Role} has ended: it was refused."
            : string.Create(CultureInfo.InvariantCulture, $"{process.Role} has ended, with exit code {code}: start it again."));
        return code;
    }

    private static Journal JournalOf(string? given)
    {
        var text = given ?? Environment.GetEnvironmentVariable(Journal.EnvironmentVariable);
        return string.IsNullOrWhiteSpace(text)
            ? throw new RefusedInputException(
                $"A coordinator needs a journal: name an SQLite file or a PostgreSQL database with --journal or in {Journal.EnvironmentVariable}.")
            : Journal.Parse(text);
    }

    /// <summary>The coordinator makes the shared folder; a GPU node that does not see it says so, for there a share is not mounted.</summary>
    private static string Made(string workspace)
    {
        try
        {
            return Directory.CreateDirectory(workspace).FullName;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{workspace}: the workspace cannot be made ({trouble.Message}). Name another folder with --workspace.", trouble);
        }
    }

    /// <summary>The two options of the port for health and metrics.</summary>
    private sealed class HttpOptions
    {
        public Option<string> Port { get; } = SharedOptions.HttpPort(HttpPort.Automatic);

        public Option<string> Host { get; } = SharedOptions.HttpHost();

        public HttpPort? Open(ParseResult parsed) => HttpPort.Open(parsed.GetRequiredValue(Port), parsed.GetRequiredValue(Host));
    }
}
