using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class BcaTests
{
    [Fact]
    public void On_the_law_school_data_of_Efron_and_Tibshirani_the_interval_equals_Rs()
    {
        var r = Oracle.Json("bca.json");
        var (draws, leftOut) = (Golden.Numbers(r["draws"]), Golden.Numbers(r["leftOut"]));
        Array.Sort(draws);
        var acceleration = Acceleration.Of(leftOut, [Enumerable.Range(0, 15).ToArray()]);
        Assert.Equal((double)r["acceleration"]!, acceleration!.Value, 1e-13);

        var bca = BcaInterval.Of(draws, (double)r["estimate"]!, acceleration, 0.95)!.Value;
        Assert.Equal((double)r["biasCorrection"]!, bca.BiasCorrection, 1e-12);
        Assert.Equal(Golden.Numbers(r["levels"])[0], bca.LowLevel, 1e-12);
        Assert.Equal(Golden.Numbers(r["levels"])[1], bca.HighLevel, 1e-12);
        Assert.Equal(Golden.Numbers(r["interval"])[0], bca.Interval.Low, 1e-12);
        Assert.Equal(Golden.Numbers(r["interval"])[1], bca.Interval.High, 1e-12);
        // boot.ci takes the same levels of R + 1 draws and interpolates on the normal scale: the same neighbours, another point between.
        Assert.Equal(Golden.Numbers(r["bootCiOrders"])[0], 2000 * bca.LowLevel, 0.01);
        Assert.Equal(Golden.Numbers(r["bootCi"])[1], bca.Interval.High, 1e-3);
    }

    [Fact]
    public void An_AUROC_with_ties_and_two_strata_has_scipys_interval()
    {
        var (scipy, data) = (Oracle.Json("bca_auroc.json"), Oracle.Json("intervals.json"));
        var population = MadePredictions.Judged(
            [.. data["label"]!.AsArray().Select(label => (int)label! == 1)], [.. Golden.Numbers(data["first"]).Select(PlattScaling.Sigmoid)]);
        var leftOut = Jackknife.Of(population, population.Models[0].Scores!)[(int)Metric.Auroc];
        var acceleration = Acceleration.Of(leftOut, PatientStrata.Of(population.IsCase, population.Patient).Members);
        Assert.Equal((double)scipy["acceleration"]!, acceleration!.Value, 1e-12);

        var draws = Golden.Numbers(scipy["draws"]);
        Array.Sort(draws);
        var bca = BcaInterval.Of(draws, (double)scipy["estimate"]!, acceleration, 0.95)!.Value;
        Assert.Equal(Golden.Numbers(scipy["levels"])[0], bca.LowLevel, 1e-12);
        Assert.Equal(Golden.Numbers(scipy["interval"])[0], bca.Interval.Low, 1e-12);
        Assert.Equal(Golden.Numbers(scipy["interval"])[1], bca.Interval.High, 1e-12);
    }

    [Fact]
    public void Without_bias_or_acceleration_it_is_the_percentile_interval()
    {
        double[] draws = [.. Enumerable.Range(0, 101).Select(i => (double)i)];
        var (percentile, bca) = (Interval.OfDraws(draws, 0.9)!.Value, BcaInterval.Of(draws, 50, 0, 0.9)!.Value.Interval);
        Assert.Equal(percentile.Low, bca.Low, 1e-12);
        Assert.Equal(percentile.High, bca.High, 1e-12);
    }

    [Fact]
    public void Draws_that_cannot_correct_anything_have_no_interval()
    {
        Assert.Null(BcaInterval.Of([1, 1, 1], 1, 0, 0.95));          // all equal
        Assert.Null(BcaInterval.Of([0.5, 0.6, 0.7], 0.8, 0, 0.95));  // all below the estimate
        Assert.Null(BcaInterval.Of([0.5, 0.6, 0.7], 0.6, null, 0.95));
        Assert.Null(BcaInterval.Of([], 0.6, 0, 0.95));
        Assert.Null(Acceleration.Of([0.7, 0.7, 0.7, 0.7], [[0, 1], [2, 3]])); // nobody makes a difference
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Leaving_each_patient_out_in_one_pass_equals_computing_everything_anew(bool ties)
    {
        var population = MadePredictions.Judged(90, ties);
        var scores = population.Models[0].Scores!;
        var (fast, slow) = (Jackknife.Of(population, scores), Metrics.All.Select(_ => new double[90]).ToArray());
        Jackknife.OneByOne(population, scores, slow);
        foreach (var metric in Metrics.All)
            for (var patient = 0; patient < 90; patient++)
                Assert.Equal(slow[(int)metric][patient], fast[(int)metric][patient], 1e-13);
    }

    [Fact]
    public void A_difference_has_the_p_at_which_its_interval_first_touches_zero()
    {
        double[] draws = [.. Enumerable.Range(1, 999).Select(i => (i - 25.5) / 100)]; // 25 of 999 below zero
        Assert.Equal(2 * 26 / 1000.0, PairedBootstrap.P(draws), 1e-15);
        Assert.True(Interval.OfDraws(draws, 1 - 0.06)!.Value.Low > 0);
        Assert.True(Interval.OfDraws(draws, 1 - 0.04)!.Value.Low < 0);
        Assert.Equal(1, PairedBootstrap.P([0, 0, 0]));
        Assert.Equal(2 / 201.0, PairedBootstrap.P([.. Enumerable.Repeat(0.1, 200)]), 1e-15);
    }
}
