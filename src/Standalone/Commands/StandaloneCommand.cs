using System.CommandLine;
using AxSpa.Monitoring;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Standalone.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone.Commands;

/// <summary><c>axspa standalone</c>: a whole cluster in one process that stays, and takes its runs from pbm.</summary>
internal static class StandaloneCommand
{
    public static Command Create()
    {
        var (workspace, dataRoots, slots, pbmPort) = (new WorkspaceOptions(), SharedOptions.DataRoots(), SharedOptions.Slots(), SharedOptions.PbmPort());
        var adopt = SharedOptions.AdoptJournal();
        var (httpPort, httpHost, otlp) = (SharedOptions.HttpPort(HttpPort.Automatic), SharedOptions.HttpHost(), SharedOptions.Otlp());
        var command = new Command("standalone", "A whole cluster in one process that stays until it is ended: runs are submitted with pbm.")
        {
            adopt, dataRoots, slots, pbmPort, httpPort, httpHost, otlp,
        };
        workspace.AddTo(command);
        command.SetAction((parsed, stop) => Serve(new WholeCluster.Order("standalone", workspace.Enter(parsed),
            parsed.GetRequiredValue(slots), parsed.GetRequiredValue(pbmPort), parsed.GetRequiredValue(httpPort), parsed.GetRequiredValue(httpHost),
            parsed.GetValue(otlp))
        {
            Roots = DataRoots.Configured(parsed.GetValue(dataRoots) ?? []),
            AdoptsJournal = parsed.GetValue(adopt),
        }, stop));
        return command;
    }

    private static async Task<int> Serve(WholeCluster.Order order, CancellationToken stop)
    {
        if (order.PbmPort == Seed.CommandHost.CommandPort.Off)
            throw new RefusedInputException("--pbm-port off: without pbm nothing could be submitted. Use 'axspa run' for one run.");
        using var log = new MemberLog(Console.Error, TimeProvider.System);
        await using var cluster = await WholeCluster.Start(order with { Say = log.Info }, logging => logging.AddProvider(log), stop);
        log.Info($"standalone is up, in {order.Workspace}. Ctrl-C ends it in order.");
        await cluster.Host.WaitForShutdownAsync(stop);
        return Environment.ExitCode;
    }
}
