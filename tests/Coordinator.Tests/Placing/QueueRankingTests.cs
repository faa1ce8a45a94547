using System.Collections.Immutable;
using AxSpa.Coordinator.Placing;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using CsCheck;
using Xunit;
using static AxSpa.Coordinator.Tests.Placing.MadeQueue;

namespace AxSpa.Coordinator.Tests.Placing;

public sealed class QueueRankingTests
{
    private static QueueMove Moved(QueuePlace place, int minute, string? before = null) =>
        new(place, before is null ? null : new RunId(before), Now.AddMinutes(minute));

    [Fact]
    public void A_higher_priority_goes_first_whatever_was_used() =>
        Assert.Equal(["high", "normal", "low"], Order(Standing("low", -10), Standing("normal"), Standing("high", 10, use: Used((0, 50)))));

    [Fact]
    public void Of_one_priority_whoever_holds_fewer_slots_goes_first()
    {
        var held = ImmutableDictionary<RunId, int>.Empty.Add(new RunId("a"), 2).Add(new RunId("b"), 1);
        Assert.Equal(["b", "a"], QueueRanking.Of([Standing("a"), Standing("b", use: Used((0, 50)))], held, Now).Select(run => run.Run.Value));
    }

    [Fact]
    public void Then_whoever_used_less_since_the_youngest_came_and_what_is_older_does_not_count()
    {
        var (week, old) = (Standing("week", minute: -20_000, use: Used((200, 9_000))), Standing("old", minute: -20_000, use: Used((5, 40))));
        Assert.Equal(["week", "ten", "old"], Order(old, week, Standing("ten", minute: -180, use: Used((5, 10)))));
        Assert.Equal(Now.AddMinutes(-180), QueueRanking.ComparedSince([old, Standing("ten", minute: -180)], Now));
    }

    [Fact]
    public void It_looks_back_an_hour_at_least_and_a_day_at_most()
    {
        Assert.Equal(Now.AddHours(-1), QueueRanking.ComparedSince([Standing("a", minute: -600), Standing("new", minute: -1)], Now));
        Assert.Equal(Now.AddDays(-1), QueueRanking.ComparedSince([Standing("a", minute: -9_000), Standing("b", minute: -8_000)], Now));
    }

    [Fact]
    public void Then_whoever_has_waited_longest() =>
        Assert.Equal(["old", "served two hours ago", "new"], Order(
            Standing("new", minute: -1), Standing("served two hours ago", minute: -600, use: Used((120, 5))), Standing("old", minute: -180)));

    [Fact]
    public void A_place_by_hand_comes_before_sharing_and_after_priority()
    {
        Assert.Equal(["high", "first", "fair", "last"], Order(
            Standing("fair"), Standing("last", move: Moved(QueuePlace.Last, 0), minute: -9),
            Standing("first", move: Moved(QueuePlace.First, 0), use: Used((0, 50))), Standing("high", 10)));
        Assert.Equal(["a", "moved", "b"], Order(Standing("a"), Standing("b", minute: 1), Standing("moved", minute: 2, move: Moved(QueuePlace.Before, 0, "b"))));
    }

    [Fact]
    public void Of_two_places_by_hand_the_later_order_wins()
    {
        Assert.Equal(["b", "a"], Order(Standing("a", move: Moved(QueuePlace.First, 0)), Standing("b", move: Moved(QueuePlace.First, 1))));
        Assert.Equal(["a", "b"], Order(Standing("a", move: Moved(QueuePlace.Before, 1, "b")), Standing("b", move: Moved(QueuePlace.Before, 0, "a"))));
        Assert.Equal(["b", "a"], Order(Standing("a", move: Moved(QueuePlace.Before, 0, "b")), Standing("b", move: Moved(QueuePlace.Before, 1, "a"))));
    }

    [Fact]
    public void A_place_before_a_run_that_has_ended_or_has_another_priority_is_no_place() =>
        Assert.Equal(["other", "a", "moved"], Order(
            Standing("a"), Standing("other", 10), Standing("moved", minute: 1, move: Moved(QueuePlace.Before, 0, "other"))));

    [Fact]
    public void Nobody_is_lost_or_doubled_and_priorities_never_mix_whatever_was_moved() => Gen.Select(
            Gen.Int[0, 2], Gen.Int[0, 9], Gen.Enum<QueuePlace>(), Gen.Int[0, 9], Gen.Bool, Gen.Int[0, 90])
        .Array[1, 10].Sample(made =>
        {
            var runs = made.Select((run, index) => Standing(
                $"r{index}", priority: run.Item1, minute: run.Item2, use: Used((run.Item6, 5)),
                move: run.Item5 ? Moved(run.Item3, run.Item2, $"r{run.Item4}") : null)).ToArray();
            var order = QueueRanking.Of(runs, ImmutableDictionary<RunId, int>.Empty, Now);
            Assert.Equal(runs.Select(run => run.Run.Value).Order(), order.Select(run => run.Run.Value).Order());
            Assert.Equal(order.Select(run => run.Priority).OrderDescending(), order.Select(run => run.Priority));
        });
}
