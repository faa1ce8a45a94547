using System.Net;
using System.Net.Sockets;
using Akka.Cluster;
using Akka.Hosting;
using AxSpa.Shared.Keys;
using AxSpa.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AxSpa.Hosting.Tests.Remoting;

public sealed class ListeningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_member_can_listen_elsewhere_than_its_name_leads_to(bool withKeys)
    {
        const string Name = "member.invalid"; // a name without any address, as a pod's own has while its DNS record is being made
        using var keys = new MadeKeys(Name);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka(ClusterNodeOptions.SystemName, akka => akka.ConfigureLoggers(loggers => loggers.ClearLoggers())
            .AddClusterNode(new ClusterNodeOptions
            {
                Roles = [Roles.Seed],
                Host = Name,
                Bind = "127.0.0.1",
                Keys = withKeys ? keys.Of(CertificateRole.Seed) : null
            },
                null));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var self = Cluster.Get(host.Services.GetRequiredService<Akka.Actor.ActorSystem>()).SelfAddress;
        Assert.Equal((withKeys ? "akka.ssl.tcp" : "akka.tcp", Name), (self.Protocol, self.Host));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, self.Port!.Value, TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
