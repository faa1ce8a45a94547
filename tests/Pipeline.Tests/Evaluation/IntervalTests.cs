using AxSpa.Pipeline.Evaluation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class IntervalTests
{
    [Fact]
    public void Percentiles_are_interpolated_between_draws()
    {
        double[] draws = [.. Enumerable.Range(0, 101).Select(i => (double)(i * 37 % 101))]; // 0 … 100 in another order
        var interval = Interval.OfDraws(draws, 0.95)!.Value;
        Assert.Equal(2.5, interval.Low, 1e-12);
        Assert.Equal(97.5, interval.High, 1e-12);
        Assert.Equal(37, draws[1]); // the draws stay as they were
    }

    [Fact]
    public void One_draw_is_its_own_interval_and_none_has_none()
    {
        Assert.Equal(new Interval(0.7, 0.7), Interval.OfDraws([0.7], 0.95));
        Assert.Null(Interval.OfDraws([], 0.95));
    }
}
