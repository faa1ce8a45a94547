using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Calibration;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class CalibrationTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData("normal500", 10), InlineData("normal500", 15), InlineData("overconfident500", 10), InlineData("overconfident500", 15)]
    public void Bins_errors_and_the_parts_of_the_Brier_score_equal_the_reference(string name, int count)
    {
        var expected = Golden.Json("calibration_expected.json")[name]![$"width{count}"]!;
        var (isCase, probability) = Data(name);
        var bins = ReliabilityBins.Of(isCase, probability, count, 0.95);
        Assert.Equal((double)expected["ece"]!, bins.ExpectedCalibrationError(), Tolerance);
        Assert.Equal((double)expected["mce"]!, bins.LargestCalibrationError(), Tolerance);
        Assert.Equal(expected["bins"]!.AsArray().Count, bins.Bins.Length);
        foreach (var (bin, reference) in bins.Bins.Zip(expected["bins"]!.AsArray()))
        {
            Assert.Equal((int)reference![0]!, bin.Rows);
            Assert.Equal((double)reference[1]!, bin.MeanPredicted, Tolerance);
            Assert.Equal((double)reference[2]!, bin.Observed, Tolerance);
        }

        var parts = BrierDecomposition.Of(isCase, probability, count);
        Assert.Equal((double)expected["reliability"]!, parts.Reliability, Tolerance);
        Assert.Equal((double)expected["resolution"]!, parts.Resolution, Tolerance);
        Assert.Equal((double)expected["uncertainty"]!, parts.Uncertainty, Tolerance);
        Assert.Equal((double)expected["within_bin_variance"]! - 2 * (double)expected["within_bin_covariance"]!, parts.WithinBins, Tolerance);
        Assert.Equal((double)expected["brier"]!, parts.Reliability - parts.Resolution + parts.Uncertainty + parts.WithinBins, Tolerance);
    }

    [Theory]
    [InlineData("normal500"), InlineData("overconfident500")]
    public void The_recalibration_line_equals_the_reference(string name)
    {
        var expected = Golden.Json("calibration_expected.json")[name]!["line"]!;
        var (isCase, probability) = Data(name);
        var line = CalibrationLine.Fit(isCase, probability).Line!;
        Assert.Equal((double)expected["intercept"]!, line.Intercept, Tolerance);
        Assert.Equal((double)expected["slope"]!, line.Slope, Tolerance);
        Assert.Equal((double)expected["in_the_large"]!, line.InTheLarge, Tolerance);
    }

    [Fact]
    public void Its_variances_are_those_of_Rs_glm()
    {
        var r = Oracle.Json("intervals.json");
        bool[] isCase = [.. r["label"]!.AsArray().Select(label => (int)label! == 1)];
        var line = CalibrationLine.Fit(isCase, [.. Golden.Numbers(r["first"]).Select(PlattScaling.Sigmoid)]).Line!;
        double[] found = [line.Intercept, line.Slope, line.InTheLarge, line.InterceptVariance, line.SlopeVariance, line.Covariance, line.InTheLargeVariance];
        foreach (var (expected, value) in Golden.Numbers(r["calibration"]).Zip(found)) Assert.Equal(expected, value, Tolerance);

        var (at, interval) = line.At(0.5, 0.95);
        Assert.Equal(PlattScaling.Sigmoid(line.Intercept + 0.5 * line.Slope), at, 1e-15);
        Assert.InRange(at, interval.Low, interval.High);
    }

    [Fact]
    public void Predictions_that_are_the_truth_lie_on_the_diagonal()
    {
        // Of each prediction p exactly p of its patients are cases.
        var groups = new[] { 0.1, 0.3, 0.5, 0.9 };
        double[] probability = [.. groups.SelectMany(p => Enumerable.Repeat(p, 10))];
        bool[] isCase = [.. groups.SelectMany(p => Enumerable.Range(0, 10).Select(i => i < Math.Round(10 * p)))];
        var line = CalibrationLine.Fit(isCase, probability).Line!;
        Assert.Equal(0, line.Intercept, 1e-12);
        Assert.Equal(1, line.Slope, 1e-12);
        Assert.Equal(0, line.InTheLarge, 1e-12);
        Assert.Equal(0, ReliabilityBins.Of(isCase, probability, 10, 0.95).ExpectedCalibrationError(), 1e-15);
        Assert.Equal(0, BrierDecomposition.Of(isCase, probability, 10).Reliability, 1e-15);
    }

    [Theory]
    [InlineData(0.0, 0), InlineData(0.1, 0), InlineData(0.1000001, 1), InlineData(0.3, 2), InlineData(0.7, 6), InlineData(0.99, 9), InlineData(1.0, 9)]
    public void An_edge_belongs_to_the_bin_below_it(double probability, int bin) => Assert.Equal(bin, ReliabilityBins.BinOf(probability, 10));

    [Theory]
    [InlineData("1 1 1", "0.2 0.4 0.6", "there is no control")]
    [InlineData("0 0", "0.2 0.4", "there is no case")]
    [InlineData("0 0 1 1", "0.1 0.2 0.2 0.9", "the model parts cases from controls without an error")]
    [InlineData("1 1 0 0", "0.1 0.2 0.3 0.9", "the model parts cases from controls without an error")]
    [InlineData("1 0 1 0", "0.3 0.3 0.3 0.3", "all predictions are the same")]
    [InlineData("1 0 1 0", "0.3 1 0.2 0.3", "a prediction is exactly 0 or 1 and has no log-odds")]
    public void Where_no_line_can_be_fitted_it_says_why(string labels, string probabilities, string why) =>
        Assert.Equal((null, why), CalibrationLine.Fit(
            [.. labels.Split(' ').Select(label => label == "1")], [.. probabilities.Split(' ').Select(Golden.Number)]));

    private static (bool[] IsCase, double[] Probability) Data(string name)
    {
        var rows = Golden.Csv($"calibration_{name}.csv");
        return ([.. rows.Select(row => row[0] == "1")], [.. rows.Select(row => Golden.Number(row[1]))]);
    }
}
