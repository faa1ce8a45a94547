using AxSpa.Pipeline;
using Xunit;

namespace AxSpa.Monitoring.Tests;

public sealed class TraceExportTests
{
    [Fact]
    public void Nothing_is_sent_unless_somebody_says_where() => Assert.Null(TraceExport.Begin(null, "run", _ => { }));

    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("/collector")]
    [InlineData("ftp://localhost:4318")]
    public void What_is_no_address_of_a_collector_is_refused(string address) =>
        Assert.Contains(address, Assert.Throws<RefusedInputException>(() => TraceExport.Begin(address, "run", _ => { })).Message);
}
