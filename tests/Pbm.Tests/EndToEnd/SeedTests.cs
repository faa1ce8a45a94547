using Akka.Hosting;
using AxSpa.Commands.Access;
using AxSpa.Hosting;
using AxSpa.Seed;
using AxSpa.Seed.CommandHost;
using Microsoft.Extensions.Hosting;

namespace AxSpa.Pbm.Tests.EndToEnd;

public sealed class SeedTests
{
    [Fact]
    public async Task A_seed_answers_pbm_from_its_start_to_its_end()
    {
        using var port = CommandPort.Open("0")!;
        var address = $"127.0.0.1:{port.Number}";
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(ClusterNodeOptions.SystemName, akka => akka
            .AddClusterNode(new ClusterNodeOptions { Roles = [Roles.Seed] }, journal: null)
            .AddSeed(port, new CommandAccess { Audit = AuditLog.Nowhere }));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        // A cluster that has just been started has no members for a moment.
        var shown = await Shown.By(address, "cluster", "show");
        for (var until = DateTime.UtcNow.AddSeconds(20); !shown.Out.Contains("| up |", StringComparison.Ordinal) && DateTime.UtcNow < until;)
            shown = await Shown.By(address, "cluster", "show");
        Assert.Equal(0, shown.Exit);
        Assert.Matches(@"^akka\.tcp://axspa@127\.0\.0\.1:\d+ \| \[seed\] \| up \|  \| [0-9.]*\nCount: 1 node\n$", shown.Out);

        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, (await Shown.By(address, "cluster", "show")).Exit);
    }
}
