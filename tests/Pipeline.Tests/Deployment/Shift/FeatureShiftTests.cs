using System.Text.Json.Nodes;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Deployment.Shift;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Tests.Evaluation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Deployment.Shift;

public sealed class FeatureShiftTests
{
    private static readonly JsonObject Expected = Oracle.Json("external.json"); // scipy and numpy; the script lies beside it

    [Fact]
    public void Tails_of_chi_square_are_scipys()
    {
        foreach (var one in Expected["chi_square_upper_tail"]!.AsArray())
        {
            var p = (double)one!["p"]!;
            Assert.Equal(p, ChiSquareDistribution.UpperTail((double)one["statistic"]!, (int)one["df"]!), 1e-12 * p);
        }
    }

    [Fact]
    public void Two_rows_of_counts_are_compared_as_scipy_does()
    {
        foreach (var one in Expected["count_tables"]!.AsArray())
        {
            var comparison = CountComparison.Of(
                [.. Numbers(one!["before"]!).Select(count => (int)count)], [.. Numbers(one["now"]!).Select(count => (int)count)])!;
            Assert.Equal((double)one["chi2"]!, comparison.ChiSquare, 1e-10);
            Assert.Equal((int)one["df"]!, comparison.DegreesOfFreedom);
            Assert.Equal((double)one["p"]!, comparison.P!.Value, 1e-12);
            Assert.Equal((double)one["psi"]!, comparison.StabilityIndex, 1e-12);
        }
    }

    [Fact]
    public void The_standardised_difference_is_numpys()
    {
        var one = Expected["standardized_difference"]!;
        var shift = FeatureShift.Of(FeatureReference.OfNumbers("x", Numbers(one["reference"]!)), Numbers(one["found"]!));
        Assert.Equal((double)one["expected"]!, shift.StandardizedDifference!.Value, 1e-12);
    }

    [Fact]
    public void Patients_of_one_population_show_no_shift_and_of_another_they_do()
    {
        var flagged = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var reference = FeatureReference.OfNumbers("x", Normal(seed, 500, 0));
            if (FeatureShift.Of(reference, Normal(1000 + seed, 60, 0)).Verdict != "none") flagged++;
            Assert.Equal("large", FeatureShift.Of(reference, Normal(2000 + seed, 60, 1)).Verdict);
        }
        Assert.InRange(flagged, 0, 8); // 1 % is expected: the index alone, at 0.1, would flag almost all of these small cohorts
    }

    [Fact]
    public void A_level_that_training_never_saw_is_a_bin_of_its_own()
    {
        var reference = FeatureReference.Of(
            new ClinicalColumn("smoking", ColumnKind.Categorical, ["current", "never"]), [.. Enumerable.Repeat(0.0, 50), .. Enumerable.Repeat(1.0, 50)]);
        var shift = FeatureShift.Of(reference, [.. Enumerable.Repeat(2.0, 20), .. Enumerable.Repeat(1.0, 20), double.NaN]);
        Assert.Equal([("current", 50, 0), ("never", 50, 20), ("(other)", 0, 20)], shift.Bins.Select(bin => (bin.Name, bin.Reference, bin.Found)));
        Assert.Equal("large", shift.Verdict);
        Assert.Equal((40, 1), (shift.Known, shift.Missing));
        Assert.Equal("current", shift.Level);
    }

    [Fact]
    public void What_nobody_has_is_unknown_and_never_NaN()
    {
        var shift = FeatureShift.Of(FeatureReference.OfNumbers("x", [1, 2, 3]), [double.NaN]);
        Assert.Equal("unknown", shift.Verdict);
        Assert.Null(shift.StandardizedDifference);
        Assert.Null(shift.Comparison);
        Assert.Equal(1, shift.MissingFraction);
        Assert.Equal("unknown", FeatureShift.Of(FeatureReference.OfNumbers("x", []), [1, 2]).Verdict);
        Assert.Equal("none", FeatureShift.Of(FeatureReference.OfNumbers("x", [1, 1, 1]), [1, 1]).Verdict);
    }

    private static double[] Normal(int seed, int count, double mean)
    {
        var stream = RandomStream.From((ulong)seed, "made");
        return [.. Enumerable.Range(0, count).Select(_ => mean + stream.NextGaussian())];
    }

    private static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(value => (double)value!)];
}
