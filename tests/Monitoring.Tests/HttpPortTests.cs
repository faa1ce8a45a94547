using AxSpa.Pipeline;
using Xunit;

namespace AxSpa.Monitoring.Tests;

public sealed class HttpPortTests
{
    [Fact]
    public void Off_opens_nothing() => Assert.Null(HttpPort.Open(HttpPort.Off));

    [Fact]
    public void Two_on_one_machine_take_different_ports_by_themselves()
    {
        using var first = HttpPort.Open(HttpPort.Automatic)!;
        using var second = HttpPort.Open(HttpPort.Automatic)!;
        Assert.NotEqual(first.Address.Port, second.Address.Port);
        Assert.All([first, second], port => Assert.True(port.Address.Port >= HttpPort.Default));
    }

    [Fact]
    public void It_listens_on_loopback_unless_told()
    {
        using var usual = HttpPort.Open("0")!;
        using var everywhere = HttpPort.Open("0", "0.0.0.0")!;
        Assert.Equal(("127.0.0.1", "0.0.0.0"), (usual.Address.Address.ToString(), everywhere.Address.Address.ToString()));
    }

    [Fact]
    public void A_port_that_is_taken_is_refused_by_its_number()
    {
        using var taken = HttpPort.Open("0")!;
        var refused = Assert.Throws<RefusedInputException>(() => HttpPort.Open($"{taken.Address.Port}"));
        Assert.Contains($"{taken.Address.Port}", refused.Message);
        Assert.Contains("--http-port", refused.Message);
    }

    [Theory]
    [InlineData("metrics", "127.0.0.1", "expected a port")]
    [InlineData("65536", "127.0.0.1", "expected a port")]
    [InlineData("-1", "127.0.0.1", "expected a port")]
    [InlineData("0", "no.such.host.invalid", "--http-host")]
    public void Anything_else_is_refused_with_what_to_write(string port, string host, string words) =>
        Assert.Contains(words, Assert.Throws<RefusedInputException>(() => HttpPort.Open(port, host)).Message);
}
