using AxSpa.Pipeline;
using AxSpa.Seed.CommandHost;

namespace AxSpa.Pbm.Tests.EndToEnd;

public sealed class CommandPortTests
{
    [Fact]
    public void A_port_that_is_taken_is_refused_with_its_number_and_what_to_do()
    {
        using var first = CommandPort.Open("0")!;
        var refused = Assert.Throws<RefusedInputException>(() => CommandPort.Open($"{first.Number}"));
        Assert.Contains($"{first.Number}", refused.Message);
        Assert.Contains("--pbm-port", refused.Message);
    }

    [Fact]
    public void Automatic_takes_the_next_port_that_is_free()
    {
        using var first = CommandPort.Open(CommandPort.Automatic)!;
        using var second = CommandPort.Open(CommandPort.Automatic)!;
        Assert.NotEqual(first.Number, second.Number);
    }

    [Fact]
    public void Off_is_no_port_at_all() => Assert.Null(CommandPort.Open("off"));

    [Theory]
    [InlineData("seven")]
    [InlineData("-1")]
    [InlineData("65536")]
    public void Anything_else_is_refused(string wanted) =>
        Assert.Contains("expected a port", Assert.Throws<RefusedInputException>(() => CommandPort.Open(wanted)).Message);
}
