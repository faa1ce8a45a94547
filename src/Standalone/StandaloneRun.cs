using Akka.Hosting;
using AxSpa.Coordinator;
using AxSpa.GpuNode;
using AxSpa.Monitoring;
using AxSpa.Pipeline.Runs;
using AxSpa.Seed;
using AxSpa.Seed.CommandHost;
using AxSpa.Shared.Hosting;
using AxSpa.Shared.Protocol;
using AxSpa.Standalone.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone;

/// <summary>One run on this machine: seed, coordinator and GPU node in this process, trainers beside it.</summary>
internal static class StandaloneRun
{
    /// <summary>What was asked for on the command line.</summary>
    /// <param name="Workspace">Absolute.</param>
    public sealed record Order(
        RunSpecification Specification, string Workspace, RunStage Until, string Slots, string PbmPort, string HttpPort, string HttpHost, string? Otlp, bool Another);

    private static readonly TimeSpan LeaveAlone = TimeSpan.FromMilliseconds(50);

    /// <summary>Who watches with pbm is still told how the run ended; it looks every half second.</summary>
    private static readonly TimeSpan LeaveOfClients = TimeSpan.FromMilliseconds(800);

    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedInputException">Something asked for cannot be had.</exception>
    public static async Task<int> Execute(Order order, CancellationToken stop)
    {
        var trainer = TrainerProgram.Find();
        var devices = SlotDevices.Parse(order.Slots, trainer);
        using var held = WorkspaceLock.Take(order.Workspace);
        using var pbm = CommandPort.Open(order.PbmPort);
        using var http = HttpPort.Open(order.HttpPort, order.HttpHost);
        var journal = new SqliteJournal(Path.Combine(order.Workspace, "journal.db"));
        journal.Open();
        await using var monitoring = await ProcessMonitoring.Start(
            http, new("run") { Journal = journal, Workspace = order.Workspace, Otlp = order.Otlp }, Console.Error.WriteLine, stop);
        var host = StandaloneCluster.Build(
            new ClusterNodeOptions { Roles = [Roles.Seed, Roles.Coordinator, Roles.Gpu], Workspace = order.Workspace },
            journal,
            log => log.AddProvider(new FirstLineLog(Console.Error)),
            akka => monitoring.Watch(akka
                .AddSeed(pbm)
                .AddCoordinator(order.Workspace)
                .AddGpuNode(new GpuNodeOptions(devices, order.Workspace, trainer))));
        await host.StartAsync(stop);
        if (pbm is not null)
            Console.Error.WriteLine($"pbm answers on 127.0.0.1:{pbm.Number}: ./pbm 127.0.0.1:{pbm.Number} run list");
        try
        {
            using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(
                stop, host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            var coordinator = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
            return await new RunFollower(coordinator, RunDisplay.ForThisTerminal()).SubmitAndFollow(
                new RunProtocol.SubmitRun(RunYaml.Write(order.Specification), order.Until, order.Another), interrupted.Token);
        }
        finally
        {
            // Everything that counts rests in the journal and on disk by now. The transport would spend a second more on taking
            // leave of peers that a cluster of one process does not have; the trainers end when their pipes close.
            await Task.WhenAny(host.StopAsync(CancellationToken.None), Task.Delay(pbm is null ? LeaveAlone : LeaveOfClients, CancellationToken.None));
        }
    }
}
