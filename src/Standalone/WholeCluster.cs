using Akka.Hosting;
using AxSpa.Commands.Access;
using AxSpa.Coordinator;
using AxSpa.GpuNode;
using AxSpa.Hosting;
using AxSpa.Hosting.Journals;
using AxSpa.Monitoring;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Seed;
using AxSpa.Seed.CommandHost;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone;

/// <summary>Seed, coordinator and GPU node in this process, on a workspace that is theirs alone, with trainers beside them.</summary>
internal sealed class WholeCluster : IAsyncDisposable
{
    /// <summary>What was asked for on the command line.</summary>
    /// <param name="Purpose">What the process was started for, in one word.</param>
    /// <param name="Place">The workspace, absolute, and for whom it is kept.</param>
    internal sealed record Order(
        string Purpose, (string Folder, WorkspaceAccess Access) Place, string Slots, string PbmPort, string HttpPort, string HttpHost, string? Otlp)
    {
        public string Workspace => Place.Folder;

        /// <summary>Where the files of runs may lie.</summary>
        public DataRoots Roots { get; init; } = DataRoots.Anywhere;

        /// <summary>The journal in the workspace is its own from now on, whatever either was bound to.</summary>
        public bool AdoptsJournal { get; init; }

        /// <summary>Hears that the coordinator begins to work.</summary>
        public Action<string> Say { get; init; } = _ => { };
    }

    private readonly Stack<IDisposable> _held = new();
    private ProcessMonitoring? _monitoring;

    private WholeCluster() { }

    public IHost Host { get; private set; } = null!;

    /// <summary>Where pbm is answered; null: nowhere.</summary>
    public CommandPort? Pbm { get; private set; }

    /// <exception cref="RefusedInputException">Something asked for cannot be had.</exception>
    public static async Task<WholeCluster> Start(Order order, Action<ILoggingBuilder> log, CancellationToken stop)
    {
        var cluster = new WholeCluster();
        try
        {
            await cluster.Begin(order, log, stop);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private async Task Begin(Order order, Action<ILoggingBuilder> log, CancellationToken stop)
    {
        JournalWarmup.Begin();
        var trainer = TrainerProgram.Find();
        var devices = SlotDevices.Parse(order.Slots, trainer);
        _held.Push(WorkspaceLock.Take(order.Workspace));
        if ((Pbm = CommandPort.Open(order.PbmPort)) is not null)
            _held.Push(Pbm);
        var http = HttpPort.Open(order.HttpPort, order.HttpHost);
        if (http is not null)
            _held.Push(http);
        var journal = new SqliteJournal(Path.Combine(order.Workspace, WorkspaceNames.Journal));
        await WorkspaceBinding.BindAtStart(journal, order.Workspace, order.AdoptsJournal, Console.Error.WriteLine, stop);
        _monitoring = await ProcessMonitoring.Start(
            http, new(order.Purpose) { Journal = journal, Workspace = order.Workspace, Otlp = order.Otlp }, Console.Error.WriteLine, stop);
        Host = StandaloneCluster.Build(
            new ClusterNodeOptions { Roles = [Roles.Seed, Roles.Coordinator, Roles.Gpu], Workspace = order.Workspace, Access = order.Place.Access },
            journal,
            log,
            akka => _monitoring.Watch(akka
                .AddSeed(Pbm, new CommandAccess { Audit = AuditLog.In(order.Workspace, order.Place.Access) })
                .AddCoordinator(new CoordinatorOptions(order.Workspace, journal) { Roots = order.Roots, AdoptedJournal = order.AdoptsJournal, Say = order.Say })
                .AddGpuNode(new GpuNodeOptions(devices, order.Workspace, trainer) { Roots = order.Roots })));
        await Host.StartAsync(stop);
        if (Pbm is not null)
            Console.Error.WriteLine($"pbm answers on 127.0.0.1:{Pbm.Number}: ./pbm 127.0.0.1:{Pbm.Number} run list");
    }

    public async ValueTask DisposeAsync()
    {
        if (_monitoring is not null)
            await _monitoring.DisposeAsync();
        while (_held.TryPop(out var held))
            held.Dispose();
    }
}
