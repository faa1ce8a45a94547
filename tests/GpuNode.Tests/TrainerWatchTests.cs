using Xunit;

namespace AxSpa.GpuNode.Tests;

public sealed class TrainerWatchTests
{
    private TimeSpan _now;
    private TrainerWatch _watch = new(TimeSpan.FromSeconds(30));

    [Fact]
    public void Silence_is_noticed_when_patience_is_over_and_not_before()
    {
        Assert.False(Pass(seconds: 30));
        Assert.True(Pass(seconds: 1));
    }

    [Fact]
    public void An_epoch_may_last_hours_as_long_as_the_process_says_that_it_lives()
    {
        for (var beat = 0; beat < 3600; beat++)
        {
            Assert.False(Pass(seconds: 3));
            _watch = _watch.Heard(_now);
        }
    }

    [Fact]
    public void Time_in_which_the_node_itself_was_frozen_is_no_silence()
    {
        _now += TimeSpan.FromMinutes(10);
        Assert.False(HasGoneSilent());
        Assert.False(Pass(seconds: 29));
        Assert.True(Pass(seconds: 2));
    }

    /// <summary>Looks as often as the slot does.</summary>
    /// <returns>What the last look found.</returns>
    private bool Pass(int seconds)
    {
        var silent = false;
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(seconds); passed += _watch.LookEvery)
        {
            _now += _watch.LookEvery;
            silent = HasGoneSilent();
        }
        return silent;
    }

    private bool HasGoneSilent()
    {
        (_watch, var isSilent) = _watch.Look(_now);
        return isSilent;
    }
}
