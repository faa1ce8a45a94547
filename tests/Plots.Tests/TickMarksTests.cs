using Xunit;

namespace AxSpa.Plots.Tests;

public sealed class TickMarksTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-.05, .2, "−0.05 0.00 0.05 0.10 0.15 0.20")]
    [InlineData(-3.4, 3.4, "−3 −2 −1 0 1 2 3")]
    [InlineData(.0012, .0031, "0.0015 0.0020 0.0025 0.0030")]
    [InlineData(5, 5, "5")]
    public void Ticks_are_round_have_equal_decimals_and_a_true_minus_sign(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', TickMarks.Round(low, high).Labels));

    [Theory]
    [InlineData(1, 2, "1 2")]
    [InlineData(1, 10, "1 2 3 4 5 6 7 8 9 10")]
    [InlineData(1, 30, "5 10 15 20 25 30")]
    public void Epochs_are_whole_numbers(int low, int high, string expected) =>
        Assert.Equal(expected, string.Join(' ', TickMarks.Whole(low, high).Labels));
}
