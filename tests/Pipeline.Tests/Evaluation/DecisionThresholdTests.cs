using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class DecisionThresholdTests
{
    [Fact]
    public void Youdens_threshold_lies_between_the_two_groups()
    {
        Assert.Equal(0.55, DecisionThreshold.Choose(ThresholdRule.Youden, [false, false, true, true], [0.1, 0.3, 0.8, 0.9]), 1e-15);
        Assert.Equal(DecisionThreshold.Default, DecisionThreshold.Youden([true, true], [0.1, 0.2]));
    }

    [Fact]
    public void Youdens_threshold_separates_neighbouring_doubles()
    {
        var low = Math.BitDecrement(0.5);
        var threshold = DecisionThreshold.Youden([false, true], [low, 0.5]);
        Assert.Equal(1, ConfusionCounts.At(threshold, [false, true], [low, 0.5]).Accuracy);
    }

    [Theory]
    [InlineData(0.5, 0.65), InlineData(0.75, 0.4), InlineData(0.76, 0.25), InlineData(1.0, 0.25)]
    public void A_wanted_sensitivity_takes_the_highest_threshold_that_reaches_it(double least, double expected)
    {
        bool[] isCase = [true, true, false, true, false, true, false];
        double[] probability = [0.9, 0.8, 0.5, 0.5, 0.3, 0.3, 0.2];
        var threshold = DecisionThreshold.Choose(new ThresholdRule(least), isCase, probability);
        Assert.Equal(expected, threshold, 1e-15);
        Assert.True(ConfusionCounts.At(threshold, isCase, probability).Sensitivity >= least);
    }

    [Fact]
    public void Nine_of_ten_cases_are_a_sensitivity_of_nine_tenths()
    {
        bool[] isCase = [.. Enumerable.Repeat(true, 10), false];
        double[] probability = [.. Enumerable.Range(0, 11).Select(i => 1 - i / 20.0)];
        Assert.Equal(0.9, ConfusionCounts.At(DecisionThreshold.AtSensitivity(0.9, isCase, probability), isCase, probability).Sensitivity);
    }

    [Fact]
    public void Without_a_control_there_is_nothing_to_choose_by() =>
        Assert.Equal(DecisionThreshold.Default, DecisionThreshold.AtSensitivity(0.9, [true], [0.9]));
}
