using Akka.Hosting;
using AxSpa.GpuNode;
using AxSpa.Hosting;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Standalone.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone;

/// <summary>One run on this machine, begun, followed to its end and shown.</summary>
internal static class StandaloneRun
{
    /// <summary>What was asked for on the command line.</summary>
    /// <param name="Full">Every figure is printed at the end.</param>
    internal sealed record Order(RunSpecification Specification, RunStage Until, bool Another, bool Full, WholeCluster.Order Cluster);

    private static readonly TimeSpan LeaveAlone = TimeSpan.FromMilliseconds(50);

    /// <summary>Who watches with pbm is still told how the run ended; it looks every half second.</summary>
    private static readonly TimeSpan LeaveOfClients = TimeSpan.FromMilliseconds(800);

    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedInputException">Something asked for cannot be had.</exception>
    public static async Task<int> Execute(Order order, CancellationToken stop)
    {
        await using var cluster = await WholeCluster.Start(order.Cluster, log => log.AddProvider(new FirstLineLog(Console.Error)), stop);
        var host = cluster.Host;
        try
        {
            using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(
                stop, host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            var coordinator = host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();
            return await new RunFollower(coordinator, RunDisplay.ForThisTerminal(), order.Full).SubmitAndFollow(
                new RunProtocol.SubmitRun(RunYaml.Write(order.Specification), order.Until, order.Another), interrupted.Token);
        }
        finally
        {
            // A run that was interrupted has folds under way: their last finished epochs are brought to disk first.
            await GpuNodeHosting.Leave(host.Services.GetRequiredService<ActorRegistry>().Get<NodeActor>(), isHeard: false);
            // Everything that counts rests in the journal and on disk by now. The transport would spend a second more on taking
            // leave of peers that a cluster of one process does not have; the trainers end when their pipes close.
            await Task.WhenAny(host.StopAsync(CancellationToken.None), Task.Delay(cluster.Pbm is null ? LeaveAlone : LeaveOfClients, CancellationToken.None));
        }
    }
}
