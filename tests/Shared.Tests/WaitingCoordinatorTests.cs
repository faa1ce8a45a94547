using AxSpa.Shared.Protocol;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AxSpa.Shared.Tests;

public sealed class WaitingCoordinatorTests
{
    private static readonly TimeSpan HalfASecond = TimeSpan.FromMilliseconds(500);
    private static readonly RunProtocol.Refused Waits = new("its lease is another's", Passes: true);

    private readonly FakeTimeProvider _clock = new();
    private int _asked;

    // What waits for the clock goes on where the clock is advanced, and not a moment later somewhere else.
    public WaitingCoordinatorTests() => SynchronizationContext.SetSynchronizationContext(null);

    private Task<object> Ask(Func<object> answer, double patienceSeconds = 10) => WaitingCoordinator.SitOut(
        () =>
        {
            _asked++;
            return Task.FromResult(answer());
        }, TimeSpan.FromSeconds(patienceSeconds), _clock, TestContext.Current.CancellationToken);

    [Fact]
    public void It_is_asked_again_every_half_second_until_it_works()
    {
        var asking = Ask(() => _asked < 3 ? Waits : "done");
        Assert.Equal(1, _asked);
        _clock.Advance(HalfASecond - TimeSpan.FromTicks(1));
        Assert.Equal(1, _asked);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, _asked);
        Assert.False(asking.IsCompleted);
        _clock.Advance(HalfASecond);
        Assert.Equal((3, true), (_asked, asking.IsCompletedSuccessfully));
    }

    [Fact]
    public void When_patience_is_over_the_answer_is_what_it_waits_for()
    {
        var asking = Ask(() => Waits, patienceSeconds: 2);
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(1.5); passed += HalfASecond)
        {
            Assert.False(asking.IsCompleted);
            _clock.Advance(HalfASecond);
        }
        _clock.Advance(HalfASecond);
        Assert.Equal((5, true), (_asked, asking.IsCompletedSuccessfully));
    }

    [Fact]
    public void A_refusal_that_does_not_pass_is_not_waited_for()
    {
        Assert.True(Ask(() => Waits with { Passes = null }).IsCompletedSuccessfully);
        Assert.Equal(1, _asked);
    }
}
