using System.Globalization;
using System.Text.Json.Nodes;
using AxSpa.Pipeline.Deployment.Recalibration;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Tests.Evaluation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Deployment.Recalibration;

public sealed class RecalibrationTests
{
    [Fact]
    public void An_isotonic_map_is_scikit_learns()
    {
        foreach (var one in Oracle.Json("external.json")["isotonic"]!.AsArray())
        {
            var map = IsotonicMap.Fit([.. Numbers(one!["is_case"]!).Select(label => label == 1)], Numbers(one["probability"]!));
            Assert.All(Numbers(one["ask"]!).Zip(Numbers(one["expected"]!)), pair => Assert.Equal(pair.Second, map.Apply(pair.First), 1e-12));
        }
    }

    [Theory]
    [InlineData(RecalibrationMethod.Logistic)]
    [InlineData(RecalibrationMethod.Isotonic)]
    public void What_a_model_overstates_is_put_right_on_patients_the_map_was_not_fitted_on(RecalibrationMethod method)
    {
        // The truth is σ(z); the model says σ(2z + 1).
        var (isCase, probability, ids) = Overconfident(seed: 1, count: 600);
        var fitted = CrossFittedMap.Fit(method, ids, isCase, probability, 42);
        Assert.True(BrierScore.Of(isCase, fitted.Honest) < BrierScore.Of(isCase, probability) - 0.01);
        Assert.Equal(isCase.Average(one => one ? 1.0 : 0), fitted.Honest.Average(), 0.02);
    }

    [Fact]
    public void A_map_judged_on_its_own_patients_looks_better_than_it_is()
    {
        var (own, honest) = (0.0, 0.0);
        for (var seed = 0; seed < 20; seed++)
        {
            var (isCase, probability, ids) = Overconfident(seed, count: 60);
            var fitted = CrossFittedMap.Fit(RecalibrationMethod.Isotonic, ids, isCase, probability, 42);
            own += BrierScore.Of(isCase, [.. probability.Select(fitted.Map.Apply)])!.Value / 20;
            honest += BrierScore.Of(isCase, fitted.Honest)!.Value / 20;
        }
        Assert.True(honest > own + 0.02, $"on its own patients {own:F3}, honest {honest:F3}");
    }

    [Fact]
    public void The_order_of_the_rows_changes_nothing_and_the_order_of_the_patients_stays()
    {
        var (isCase, probability, ids) = Overconfident(seed: 3, count: 80);
        var fitted = CrossFittedMap.Fit(RecalibrationMethod.Logistic, ids, isCase, probability, 42);
        var backwards = CrossFittedMap.Fit(RecalibrationMethod.Logistic, [.. ids.Reverse()], [.. isCase.Reverse()], [.. probability.Reverse()], 42);
        // sums in another order end Newton one step apart
        Assert.All(fitted.Honest.Zip(backwards.Honest.Reverse()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        var sorted = probability.Order().Select(fitted.Map.Apply).ToList();
        Assert.Equal(sorted.Order(), sorted);
    }

    [Fact]
    public void Too_few_of_a_class_are_refused_with_both_counts()
    {
        var (isCase, probability, ids) = Overconfident(seed: 4, count: 40);
        var few = isCase.Select((one, i) => one && isCase.Take(i).Count(other => other) < 9).ToArray();
        var message = Assert.Throws<RefusedInputException>(() => CrossFittedMap.Fit(RecalibrationMethod.Logistic, ids, few, probability, 42)).Message;
        Assert.Contains("there are 9 and 31", message);
    }

    private static (bool[] IsCase, double[] Probability, string[] Ids) Overconfident(int seed, int count)
    {
        var stream = RandomStream.From((ulong)seed, "made");
        var z = Enumerable.Range(0, count).Select(_ => 1.5 * stream.NextGaussian()).ToArray();
        return ([.. z.Select(one => stream.NextDouble() < 1 / (1 + Math.Exp(-one)))], [.. z.Select(one => 1 / (1 + Math.Exp(-(2 * one + 1))))],
            [.. Enumerable.Range(0, count).Select(i => i.ToString("D4", CultureInfo.InvariantCulture))]);
    }

    private static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(value => (double)value!)];
}
