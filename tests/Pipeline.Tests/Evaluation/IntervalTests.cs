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

    [Fact]
    public void A_share_has_Rs_interval_from_the_score_test()
    {
        var r = Oracle.Json("intervals.json");
        var (of, expected) = (r["wilsonOf"]!.AsArray(), Golden.Numbers(r["wilson"]));
        for (var i = 0; i < of.Count; i++)
        {
            var interval = WilsonInterval.Of((int)of[i]![0]!, (int)of[i]![1]!, 0.95)!.Value;
            Assert.Equal(expected[2 * i], interval.Low, 1e-12);
            Assert.Equal(expected[2 * i + 1], interval.High, 1e-12);
        }
        Assert.Null(WilsonInterval.Of(0, 0, 0.95));
    }

    [Fact]
    public void DeLongs_intervals_and_paired_test_equal_pROCs()
    {
        var r = Oracle.Json("intervals.json");
        var (label, first, second) = Data(r);
        var comparison = DeLong.Compare(label, first, second)!;
        Assert.Equal(Golden.Numbers(r["variance"])[0], comparison.First.Variance, 1e-12);
        Assert.Equal(Golden.Numbers(r["variance"])[1], comparison.Second.Variance, 1e-12);
        Assert.Equal((double)r["z"]!, comparison.Z!.Value, 1e-10);
        Assert.Equal((double)r["p"]!, comparison.P!.Value, 1e-10);
        Equal(r["waldFirst"], comparison.First.Interval(0.95));
        Equal(r["logitFirst"], comparison.First.LogitInterval(0.95)!.Value);
        Assert.Equal(1.959963984540054 * comparison.StandardError, comparison.Interval(0.95).High - comparison.Difference, 1e-12);
    }

    [Fact]
    public void Rows_of_one_patient_have_the_variance_of_Obuchowski()
    {
        var r = Oracle.Json("intervals.json");
        var (label, first, second) = Data(r);
        int[] patient = [.. r["patient"]!.AsArray().Select(one => (int)one!)];
        var comparison = DeLong.Compare(label, patient, first, second)!;
        Assert.Equal(Golden.Numbers(r["clusteredVariance"])[0], comparison.First.Variance, 1e-14);
        Assert.Equal(Golden.Numbers(r["clusteredVariance"])[1], comparison.Second.Variance, 1e-14);
        Assert.Equal((double)r["clusteredCovariance"]!, comparison.Covariance, 1e-14);
    }

    [Fact]
    public void Writing_every_row_twice_makes_no_AUROC_more_certain()
    {
        var (label, first, _) = Data(Oracle.Json("intervals.json"));
        var twice = Enumerable.Range(0, 2 * label.Length).ToArray();
        var repeated = DeLong.Of([.. twice.Select(i => label[i / 2])], [.. twice.Select(i => i / 2)], [.. twice.Select(i => first[i / 2])])!;
        Assert.Equal(DeLong.Of(label, first)!.Variance, repeated.Variance, 1e-15);
    }

    [Fact]
    public void A_perfect_AUROC_has_no_logit_interval() =>
        Assert.Null(DeLong.Of([true, true, false, false], [4, 3, 2, 1])!.LogitInterval(0.95));

    private static (bool[] Label, double[] First, double[] Second) Data(System.Text.Json.Nodes.JsonObject r) =>
        ([.. r["label"]!.AsArray().Select(label => (int)label! == 1)], Golden.Numbers(r["first"]), Golden.Numbers(r["second"]));

    private static void Equal(System.Text.Json.Nodes.JsonNode? expected, Interval interval)
    {
        Assert.Equal(Golden.Numbers(expected)[0], interval.Low, 1e-12);
        Assert.Equal(Golden.Numbers(expected)[1], interval.High, 1e-12);
    }
}
