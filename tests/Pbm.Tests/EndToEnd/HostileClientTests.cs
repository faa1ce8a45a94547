using System.Text;
using AxSpa.Seed.CommandHost;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm.Tests.EndToEnd;

public sealed class HostileClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("{}\n")]
    [InlineData("\n")]
    public async Task What_is_no_request_gets_one_message_and_the_end(string said)
    {
        await using var host = new ServedRoom();
        await using var stream = await host.Connect();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(said), Cancellation);
        var lines = (await ServedRoom.ReadToEnd(stream)).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("not understood", PbmJson.ReadAnswer(Encoding.UTF8.GetBytes(lines[0])).Err);
        Assert.Equal(2, PbmJson.ReadAnswer(Encoding.UTF8.GetBytes(lines[1])).Exit);
    }

    [Fact]
    public async Task A_line_that_is_too_long_gets_one_message_and_the_end()
    {
        await using var host = new ServedRoom();
        await using var stream = await host.Connect();
        await stream.WriteAsync(new byte[PbmRequest.MostBytes + 5000], Cancellation);
        Assert.Contains("longer than the 262144 bytes", await ServedRoom.ReadToEnd(stream));
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_left()
    {
        await using var host = new ServedRoom(new CommandLimits { FirstByteWithin = TimeSpan.FromMilliseconds(50) });
        await using var stream = await host.Connect();
        Assert.Equal("", await ServedRoom.ReadToEnd(stream));
    }

    [Fact]
    public async Task A_client_that_says_half_of_something_is_told_and_left()
    {
        await using var host = new ServedRoom(new CommandLimits { RequestWithin = TimeSpan.FromMilliseconds(50) });
        await using var stream = await host.Connect();
        await stream.WriteAsync("{"u8.ToArray(), Cancellation);
        Assert.Contains("No command came within", await ServedRoom.ReadToEnd(stream));
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_command()
    {
        await using var host = new ServedRoom();
        var stream = await host.Connect();
        await stream.WriteAsync(PbmJson.Write(new PbmRequest("test", "hang", [], OutputFormat.Table, [])), Cancellation);
        Assert.NotNull(await new FrameReader(stream, 1000).ReadLine(Cancellation));
        await host.Hung.Begun;
        await stream.DisposeAsync();
        await host.Hung.Ended;
    }

    [Fact]
    public async Task One_client_too_many_is_asked_to_come_later_and_those_before_it_are_served_on()
    {
        await using var host = new ServedRoom(new CommandLimits { Connections = 1 });
        await using var first = await host.Connect();
        await first.WriteAsync(PbmJson.Write(new PbmRequest("test", "hang", [], OutputFormat.Table, [])), Cancellation);
        await host.Hung.Begun;
        var shown = await host.Pbm("run", "list");
        Assert.Equal(3, shown.Exit);
        Assert.Contains("Try again later", shown.Err);
        Assert.False(host.Hung.Ended.IsCompleted);
    }
}
