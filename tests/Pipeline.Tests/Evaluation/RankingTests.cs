using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Randomness;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class RankingTests
{
    [Fact]
    public void A_constant_score_has_an_AUROC_of_one_half() =>
        Assert.Equal(0.5, Auroc.Of([true, false, true, false, false], [0.3, 0.3, 0.3, 0.3, 0.3]));

    [Fact]
    public void The_AUROC_is_the_share_of_pairs_in_the_right_order()
    {
        var stream = RandomStream.From(11, "test");
        for (var trial = 0; trial < 50; trial++)
        {
            var n = 2 + stream.NextInt(40);
            var isCase = Enumerable.Range(0, n).Select(i => i == 0 || (i != 1 && stream.NextDouble() < 0.4)).ToArray();
            var score = isCase.Select(_ => stream.NextInt(8) / 8.0).ToArray(); // many ties
            var pairs = 0;
            var wins = 0.0;
            for (var a = 0; a < n; a++)
                for (var b = 0; b < n; b++)
                    if (isCase[a] && !isCase[b])
                    {
                        pairs++;
                        wins += score[a] > score[b] ? 1 : score[a] == score[b] ? 0.5 : 0;
                    }
            Assert.Equal(wins / pairs, Auroc.Of(isCase, score)!.Value, 1e-14);
        }
    }

    [Fact]
    public void The_order_of_the_patients_changes_nothing()
    {
        bool[] isCase = [true, false, true, false, true, false];
        double[] score = [0.9, 0.9, 0.4, 0.4, 0.4, 0.1];
        Assert.Equal(Auroc.Of(isCase, score), Auroc.Of([.. isCase.Reverse()], [.. score.Reverse()]));
        Assert.Equal(AveragePrecision.Of(isCase, score), AveragePrecision.Of([.. isCase.Reverse()], [.. score.Reverse()]));
    }

    [Fact]
    public void A_NaN_score_is_refused() => Assert.Throws<ArgumentException>(() => Auroc.Of([true, false], [double.NaN, 0.1]));

    [Fact]
    public void A_score_outside_zero_to_one_has_no_Brier_score() => Assert.Null(BrierScore.Of([true, false], [1.2, 0.1]));

    [Fact]
    public void Rates_without_a_denominator_are_null()
    {
        var nobodyPositive = ConfusionCounts.At(2, [true, false], [0.5, 0.5]);
        Assert.Null(nobodyPositive.PositivePredictiveValue);
        Assert.Equal(0, nobodyPositive.Sensitivity);
        Assert.Null(default(ConfusionCounts).F1);
        Assert.Null(default(ConfusionCounts).Accuracy);
    }

    [Fact]
    public void The_log_loss_of_a_sure_and_wrong_prediction_is_finite() =>
        Assert.Equal(1000, LogLoss.OfLogits([false], [1000])!.Value);

    [Theory]
    [InlineData(0.5, 0), InlineData(0.975, 1.9599639845400545), InlineData(0.995, 2.5758293035489004), InlineData(0.1, -1.2815515655446004)]
    public void Normal_quantiles_equal_scipys(double probability, double z) => Assert.Equal(z, NormalDistribution.Quantile(probability), 1e-12);

    [Theory]
    [InlineData(1.96, 0.04999579029644087), InlineData(2.8, 0.005110260660855874), InlineData(2.9, 0.003731626600768077), InlineData(8, 1.2441921148543639e-15)]
    public void Normal_tails_equal_the_C_librarys_erfc(double z, double p) => Assert.Equal(1, NormalDistribution.TwoSidedTail(z) / p, 1e-11);

    [Theory]
    [InlineData(-1.96, 0.024997895148220435), InlineData(0, 0.5), InlineData(1, 0.8413447460685429)]
    public void The_cumulative_normal_equals_scipys(double z, double p) => Assert.Equal(p, NormalDistribution.Cumulative(z), 1e-14);

    [Fact]
    public void The_log_loss_of_probabilities_is_infinite_only_for_a_zero_of_what_came_true()
    {
        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.9)) / 2, LogLoss.OfProbabilities([true, false], [0.8, 0.1])!.Value, 1e-15);
        Assert.Equal(0, LogLoss.OfProbabilities([true, false], [1, 0]));
        Assert.Null(LogLoss.OfProbabilities([true, false], [0, 0.5]));
        Assert.Null(LogLoss.OfProbabilities([], []));
    }

    [Theory]
    [InlineData(6, 2, 1, 3, 0.4780914437337575), InlineData(5, 0, 0, 5, 1), InlineData(0, 5, 5, 0, -1)]
    public void Matthews_correlation_equals_scikit_learns(int tp, int fp, int fn, int tn, double expected) =>
        Assert.Equal(expected, new ConfusionCounts(tp, fp, fn, tn).MatthewsCorrelation!.Value, 1e-14);

    [Fact]
    public void Balanced_accuracy_is_the_mean_of_both_rates_and_needs_both_classes()
    {
        Assert.Equal((6 / 7.0 + 3 / 5.0) / 2, new ConfusionCounts(6, 2, 1, 3).BalancedAccuracy!.Value, 1e-15);
        Assert.Null(new ConfusionCounts(6, 0, 1, 0).BalancedAccuracy);
        Assert.Null(new ConfusionCounts(6, 2, 0, 0).MatthewsCorrelation); // everybody was called positive
    }

    [Fact]
    public void Two_scores_with_the_same_order_have_no_z()
    {
        bool[] isCase = [true, false, true, false, true, false];
        double[] score = [0.9, 0.8, 0.7, 0.2, 0.3, 0.1];
        var comparison = DeLong.Compare(isCase, score, [.. score.Select(s => s / 2)])!;
        Assert.Equal(0, comparison.Difference);
        Assert.Null(comparison.P);
    }

    [Fact]
    public void One_case_has_no_DeLong_variance() => Assert.Null(DeLong.Of([true, false, false], [0.5, 0.1, 0.7]));
}
