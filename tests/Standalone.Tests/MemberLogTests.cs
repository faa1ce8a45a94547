using AxSpa.Standalone.Watching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.Standalone.Tests;

public sealed class MemberLogTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 26, 6, 0, 0, TimeSpan.Zero));

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void A_line_has_its_time_its_severity_and_plain_words()
    {
        using var log = new MemberLog(_output, _clock);
        log.Info("seed has started.");
        log.LogWarning("[WARNING][11/26/2026][Thread 0007][remoting] A connection from 10.0.0.9 was turned away: it shows no certificate");
        log.LogError("[ERROR][11/26/2026][Thread 0007][akka://axspa/user/x] The disk is gone Cause: System.IO.IOException: No such device\n   at "
            + "System.IO.RandomAccess.Write(Int64 offset)");
        log.LogInformation("nobody needs this");
        Assert.Equal(
        [
            "2026-11-26T06:00:00Z info  seed has started.",
            "2026-11-26T06:00:00Z warn  A connection from 10.0.0.9 was turned away: it shows no certificate",
            "2026-11-26T06:00:00Z error The disk is gone Cause: System.IO.IOException: No such device",
        ], Lines);
    }

    [Fact]
    public void What_is_tried_again_every_few_seconds_is_told_every_five_minutes_with_how_often_it_was()
    {
        const string Line = "No cluster lets this process in yet; it goes on asking seed-1:4053 (no answer). A new cluster is begun by seed-1:4053.";
        using var log = new MemberLog(_output, _clock);
        for (var attempt = 2; attempt < 100; attempt++)
        {
            log.LogWarning("[WARNING][11/26/2026 06:34:12.108Z][Thread {Thread:0000}][akka://axspa/user/bootstrap] {Line}", attempt, Line);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }
        Assert.Equal([$"2026-11-26T06:00:00Z warn  {Line}", $"2026-11-26T06:05:00Z warn  {Line} (and 59 times more since 06:00:00Z)"], Lines);
    }

    [Fact]
    public void What_happens_twice_is_told_twice()
    {
        using var log = new MemberLog(_output, _clock);
        for (var death = 1; death <= 2; death++)
            log.LogWarning("Cluster Node [akka.tcp://axspa@s-2:4053] - Marking node(s) as UNREACHABLE [Member(address = akka.tcp://axspa@gpu-1:4061, Uid=13 "
                + "status = Up, role=[gpu], upNumber=4, version=0.1.0)]. Node roles [seed]");
        Assert.Equal(2, Lines.Length);
    }
}
