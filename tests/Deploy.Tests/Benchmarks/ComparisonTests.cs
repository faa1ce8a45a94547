using AxSpa.Benchmarks;
using AxSpa.Benchmarks.Table.Results;
using Xunit;

namespace AxSpa.Deploy.Tests.Benchmarks;

/// <summary>What a row of <c>benchmarks/run</c> says of its target and of the last table.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData(7.0, 5.0, "Better")]
    [InlineData(7.0, 6.9, "AsBefore")]
    [InlineData(7.0, 7.6, "AsBefore")]
    [InlineData(7.0, 7.8, "Worse")]
    public void A_ratio_that_changes_by_more_than_a_tenth_is_better_or_worse(double before, double now, string expected)
    {
        var row = MadeResults.AgainstPeer(now).After(MadeResults.Table(MadeResults.AgainstPeer(before)), MadeResults.Machine);
        Assert.Equal(expected, row.Change.ToString());
        Assert.Equal(expected == "Worse", row.IsTrouble);
    }

    [Theory]
    [InlineData(30.0, 23.0, false, "Better")]
    [InlineData(30.0, 35.0, false, "AsBefore")]
    [InlineData(30.0, 37.0, false, "Worse")]
    [InlineData(30.0, 37.0, true, "Better")]
    [InlineData(30.0, 23.0, true, "Worse")]
    public void Without_a_peer_it_is_a_fifth_and_higher_may_be_better(double before, double now, bool higherIsBetter, string expected)
    {
        var row = MadeResults.Alone(now, higherIsBetter: higherIsBetter)
            .After(MadeResults.Table(MadeResults.Alone(before, higherIsBetter: higherIsBetter)), MadeResults.Machine);
        Assert.Equal(expected, row.Change.ToString());
    }

    [Theory]
    [InlineData(0.2, 0.9, "AsBefore")]
    [InlineData(0.2, 1.5, "Worse")]
    [InlineData(1.5, -0.2, "Better")]
    public void A_share_is_compared_by_points(double before, double now, string expected)
    {
        var row = MadeResults.Alone(now, unit: "%").After(MadeResults.Table(MadeResults.Alone(before, unit: "%")), MadeResults.Machine);
        Assert.Equal(expected, row.Change.ToString());
    }

    [Fact]
    public void What_was_not_there_before_is_new_and_no_trouble()
    {
        var row = MadeResults.AgainstPeer(7).After(MadeResults.Table(MadeResults.Alone(30)), MadeResults.Machine);
        Assert.Equal((AgainstBefore.NothingToCompare, "new", false), (row.Change, row.BeforeNote, row.IsTrouble));
        Assert.Equal("new", MadeResults.AgainstPeer(7).After(last: null, MadeResults.Machine).BeforeNote);
    }

    [Fact]
    public void Another_machine_and_a_shorter_measurement_are_not_compared()
    {
        var last = MadeResults.Table(MadeResults.AgainstPeer(5));
        Assert.Equal("before: another machine", MadeResults.AgainstPeer(7).After(last, MadeResults.Machine with { Cores = 8 }).BeforeNote);
        Assert.Equal("before: in full", (MadeResults.AgainstPeer(7) with { IsQuick = true }).After(last, MadeResults.Machine).BeforeNote);
    }

    [Theory]
    [InlineData(7.9, "Reached")]
    [InlineData(8.1, "Missed")]
    public void A_target_of_a_ratio_is_held_against_the_median_of_the_pairs(double ours, string expected) =>
        Assert.Equal(expected, MadeResults.AgainstPeer(ours).Target.ToString());

    [Theory]
    [InlineData(45.1, 45, false, "Missed")]
    [InlineData(45, 45, false, "Reached")]
    [InlineData(900, 1000, true, "Missed")]
    [InlineData(1100, 1000, true, "Reached")]
    public void Any_other_target_is_held_against_ours(double ours, double target, bool higherIsBetter, string expected) =>
        Assert.Equal(expected, MadeResults.Alone(ours, target, higherIsBetter: higherIsBetter).Target.ToString());

    [Fact]
    public void A_ratio_is_taken_of_each_pair_so_that_a_slow_minute_of_both_is_none()
    {
        var row = MadeResults.Row(new("made", "s") { Ours = [1, 10, 3], Peer = [2, 20, 5] });
        Assert.Equal(new Spread(0.5, 0.5, 0.6), row.Ratio);
    }

    [Fact]
    public void Without_its_peer_a_target_of_a_ratio_is_not_known_and_that_is_trouble()
    {
        var measured = MadeResults.AgainstPeer(7).Measured with { Peer = [] };
        var row = MadeResults.Row(measured) with { PeerFailure = "no scikit-learn" };
        Assert.Equal((AgainstTarget.NotKnown, true), (row.Target, row.IsTrouble));
    }

    [Fact]
    public void A_row_that_failed_is_trouble_and_the_one_after_it_is_compared_with_the_one_before_it()
    {
        var first = MadeResults.Table(MadeResults.AgainstPeer(5));
        var failed = MadeResults.Row(MadeResults.AgainstPeer(7).Measured with { Ours = [], Peer = [] }) with { Failure = "It ended with 139." };
        var second = ResultTable.Compared(MadeResults.Machine, [failed], first);
        Assert.True(second.Rows[0].IsTrouble);
        Assert.Equal(AgainstBefore.NothingToCompare, second.Rows[0].Change);
        var third = ResultTable.Compared(MadeResults.Machine, [MadeResults.AgainstPeer(7)], second);
        Assert.Equal(AgainstBefore.Worse, third.Rows[0].Change);
    }

    [Fact]
    public void Single_rows_take_the_place_of_their_benchmarks_rows_alone()
    {
        var kept = MadeResults.Table(MadeResults.Row(new("first", "s") { Ours = [1] }, "a"), MadeResults.Row(new("second", "s") { Ours = [2] }, "b"));
        var merged = kept.With(MadeResults.Table(MadeResults.Row(new("third", "s") { Ours = [3] }, "a"))).InOrder(["a", "b"]);
        Assert.Equal(["third", "second"], merged.Rows.Select(row => row.Measured.Name));
        var other = MadeResults.Table() with { Machine = MadeResults.Machine with { Processor = "Another" } };
        Assert.Contains("one table is of one machine", Assert.Throws<InvalidOperationException>(() => kept.With(other)).Message);
    }
}
