using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Randomness;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class PlattScalingTests
{
    private static (bool[] IsCase, double[] Logit) Patients(int n, double slope, double intercept)
    {
        var stream = RandomStream.From(4, "test", n);
        var logit = Enumerable.Range(0, n).Select(_ => 2 * stream.NextGaussian()).ToArray();
        return ([.. logit.Select(z => stream.NextDouble() < 1 / (1 + Math.Exp(-(slope * z + intercept))))], logit);
    }

    [Fact]
    public void Overconfident_scores_are_brought_back()
    {
        var (isCase, logit) = Patients(20_000, slope: 0.5, intercept: -1);
        var scaling = PlattScaling.Fit(isCase, logit);
        Assert.Equal(0.5, scaling.Slope, 0.02);
        Assert.Equal(-1, scaling.Intercept, 0.05);
        Assert.Null(scaling.Warning);
    }

    [Fact]
    public void The_gradient_is_zero_at_the_fit()
    {
        var (isCase, logit) = Patients(300, slope: 1.3, intercept: 0.4);
        var scaling = PlattScaling.Fit(isCase, logit);
        var (cases, controls) = (isCase.Count(c => c), isCase.Count(c => !c));
        var residuals = isCase.Select((c, i) => scaling.Probability(logit[i]) - (c ? (cases + 1.0) / (cases + 2) : 1 / (controls + 2.0))).ToArray();
        Assert.Equal(0, residuals.Sum(), 1e-9);
        Assert.Equal(0, residuals.Select((r, i) => r * logit[i]).Sum(), 1e-9);
    }

    [Fact]
    public void Separable_scores_stay_finite_thanks_to_the_smoothed_targets()
    {
        bool[] isCase = [.. Enumerable.Range(0, 40).Select(i => i >= 20)];
        double[] logit = [.. Enumerable.Range(0, 40).Select(i => i - 19.5)];
        var scaling = PlattScaling.Fit(isCase, logit);
        Assert.InRange(scaling.Slope, 0.01, 100);
        Assert.InRange(scaling.Probability(-19.5), 1e-9, 0.05);
    }

    [Fact]
    public void With_nine_cases_only_the_intercept_is_fitted_and_said_so()
    {
        bool[] isCase = [.. Enumerable.Range(0, 60).Select(i => i < 9)];
        double[] logit = [.. Enumerable.Range(0, 60).Select(i => i < 9 ? 1.0 : -0.5)];
        var scaling = PlattScaling.Fit(isCase, logit);
        Assert.Equal(1, scaling.Slope);
        Assert.Contains("9 cases", scaling.Warning);
        var meanTarget = (9 * (10.0 / 11) + 51 / 53.0) / 60;
        Assert.Equal(meanTarget, logit.Average(scaling.Probability), 1e-9);
    }

    [Fact]
    public void A_score_that_runs_the_wrong_way_is_not_turned_round()
    {
        var (isCase, logit) = Patients(500, slope: -1, intercept: 0);
        var scaling = PlattScaling.Fit(isCase, logit);
        Assert.Equal(1, scaling.Slope);
        Assert.NotNull(scaling.Warning);
    }

    [Fact]
    public void A_constant_score_and_no_patients_are_survived()
    {
        var constant = PlattScaling.Fit([.. Enumerable.Range(0, 40).Select(i => i % 2 == 0)], [.. Enumerable.Repeat(0.7, 40)]);
        Assert.Equal(0.5, constant.Probability(0.7), 1e-9);
        Assert.Equal(new PlattScaling(1, 0).Probability(2), PlattScaling.Fit([], []).Probability(2));
    }

    [Fact]
    public void Calibration_keeps_the_order_of_patients()
    {
        var (isCase, logit) = Patients(200, slope: 0.7, intercept: 1);
        var scaling = PlattScaling.Fit(isCase, logit);
        Assert.Equal(Auroc.Of(isCase, logit), Auroc.Of(isCase, [.. logit.Select(scaling.Probability)]));
    }
}
