using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Curves;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class DecisionCurveTests
{
    private static readonly bool[] IsCase = [true, true, false, false, false, false, false, false, false, false];

    [Fact]
    public void A_model_that_calls_everyone_positive_is_worth_what_treating_all_is()
    {
        var curve = DecisionCurve.From(IsCase, [.. IsCase.Select(_ => 0.99)], DecisionCurve.UsualThresholds)!;
        Assert.Equal(99, curve.Points.Count);
        Assert.All(curve.Points, point => Assert.Equal(point.TreatAll, point.NetBenefit, 1e-12));
        Assert.All(curve.Points, point => Assert.Equal(0, point.InterventionsAvoidedPer100, 1e-9));
    }

    [Fact]
    public void A_perfect_model_is_worth_the_prevalence_and_avoids_every_needless_intervention()
    {
        var point = DecisionCurve.From(IsCase, [.. IsCase.Select(c => c ? 0.9 : 0.01)], [0.2])!.Points[0];
        Assert.Equal(0.2, point.NetBenefit, 1e-15);
        Assert.Equal(80, point.InterventionsAvoidedPer100, 1e-12);
        Assert.Equal(0, point.TreatAll, 1e-15); // at a threshold of the prevalence, treating all is worth nothing
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(double.NaN)]
    public void A_threshold_without_odds_is_refused(double threshold) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionCurve.From(IsCase, new double[10], [threshold]));

    [Fact]
    public void No_patients_have_no_curve() => Assert.Null(DecisionCurve.From([], [], [0.5]));
}
