using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.GpuNode.Tests.Lying;

public sealed class LineGateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void So_many_lines_wait_at_once_and_each_that_is_taken_makes_room_for_one()
    {
        var gate = new LineGate(most: 2, burst: 100, perSecond: 100, _clock);
        Assert.Equal([true, true, false], [gate.TryEnter(), gate.TryEnter(), gate.TryEnter()]);
        gate.Leave();
        Assert.Equal([true, false], [gate.TryEnter(), gate.TryEnter()]);
    }

    [Fact]
    public void After_a_burst_so_many_come_in_a_second()
    {
        var gate = new LineGate(most: int.MaxValue, burst: 10, perSecond: 4, _clock);
        Assert.Equal(10, Entered(gate));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, Entered(gate));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Entered(gate));
    }

    [Fact]
    public void Whoever_waits_is_let_go_when_nobody_wants_the_lines_any_more()
    {
        var gate = new LineGate(most: 0, burst: 10, perSecond: 4, _clock);
        var waits = new Thread(() => Assert.False(gate.Enter()));
        waits.Start();
        gate.Close();
        Assert.True(waits.Join(TimeSpan.FromSeconds(20)));
    }

    private static int Entered(LineGate gate)
    {
        var count = 0;
        while (gate.TryEnter()) count++;
        return count;
    }
}
