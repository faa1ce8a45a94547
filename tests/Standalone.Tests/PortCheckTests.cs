using System.Net;
using System.Net.Sockets;
using AxSpa.Hosting;
using AxSpa.Pipeline;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

public sealed class PortCheckTests
{
    private static ClusterNodeOptions Member(string? bind, int port) => new() { Roles = [Roles.Seed], Host = "localhost", Bind = bind, Port = port };

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    public void A_free_port_may_be_listened_on_at_any_address(string? bind) => PortCheck.Refuse(Member(bind, FreePort.Next()));

    [Fact]
    public void A_port_that_is_taken_is_refused_with_its_number()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Contains($"{port}", Assert.Throws<RefusedInputException>(() => PortCheck.Refuse(Member("0.0.0.0", port))).Message);
    }
}
