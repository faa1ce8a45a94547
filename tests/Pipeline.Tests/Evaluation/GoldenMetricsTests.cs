using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Curves;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class GoldenMetricsTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Vectors { get; } =
        ["perfect", "inverted", "constant", "ties60", "tiny2", "onepos200", "normal500", "allpos", "allneg", "edges"];

    [Theory, MemberData(nameof(Vectors))]
    public void Ranking_measures_and_the_Brier_score_equal_scikit_learn(string name)
    {
        var expected = Golden.Json("metrics_expected.json")[name]!;
        var (isCase, score) = Golden.Vector(name);
        Equal((double?)expected["roc_auc"], Auroc.Of(isCase, score));
        Equal((double?)expected["average_precision"], AveragePrecision.Of(isCase, score));
        Equal((double?)expected["brier"], BrierScore.Of(isCase, score));
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Measures_at_one_half_equal_scikit_learn(string name)
    {
        var expected = Golden.Json("metrics_expected.json")[name]!;
        var (isCase, score) = Golden.Vector(name);
        var counts = ConfusionCounts.At(0.5, isCase, score);
        Assert.Equal(((int)expected["tp"]!, (int)expected["fp"]!, (int)expected["fn"]!, (int)expected["tn"]!),
            (counts.TruePositives, counts.FalsePositives, counts.FalseNegatives, counts.TrueNegatives));
        Equal((double?)expected["accuracy"], counts.Accuracy);
        Equal((double?)expected["f1_sklearn"], counts.F1);
        Equal((double?)expected["sensitivity"], counts.Sensitivity);
        Equal((double?)expected["specificity"], counts.Specificity);
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Curves_have_scikit_learns_points(string name)
    {
        var expected = Golden.Json("metrics_expected.json")[name]!;
        var (isCase, score) = Golden.Vector(name);
        var ranked = RankedScores.From(isCase, score);
        if (expected["roc_full"] is null)
        {
            Assert.Null(RocCurve.From(isCase, score));
            return;
        }
        foreach (var (key, curve) in new[] { ("roc_full", RocCurve.From(ranked)!), ("roc_drop", RocCurve.From(ranked.WithoutIntermediateSteps())!) })
        {
            Equal(Golden.Numbers(expected[key]!["fpr"]), curve.Points.Select(p => p.FalsePositiveRate));
            Equal(Golden.Numbers(expected[key]!["tpr"]), curve.Points.Select(p => p.TruePositiveRate));
            Equal([.. expected[key]!["threshold"]!.AsArray().Skip(1).Select(t => (double)t!)], curve.Points.Skip(1).Select(p => p.Threshold));
        }
        var precisionRecall = PrecisionRecallCurve.From(ranked)!.Points.Reverse().ToArray();
        Equal(Golden.Numbers(expected["pr"]!["precision"]), precisionRecall.Select(p => p.Precision));
        Equal(Golden.Numbers(expected["pr"]!["recall"]), precisionRecall.Select(p => p.Recall));
        Equal(Golden.Numbers(expected["pr"]!["threshold"]), precisionRecall.SkipLast(1).Select(p => p.Threshold));
    }

    [Theory]
    [InlineData("ties60"), InlineData("normal500"), InlineData("edges")]
    public void Net_benefit_equals_the_reference(string name)
    {
        var rows = Golden.Csv("dca_expected.csv").Where(row => row[0] == name).ToArray();
        var (isCase, score) = Golden.Vector(name);
        var curve = DecisionCurve.From(isCase, score, [.. rows.Select(row => Golden.Number(row[1]))])!;
        Assert.Equal(15, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(Golden.Number(rows[i][2]), curve.Points[i].NetBenefit, Tolerance);
            Assert.Equal(Golden.Number(rows[i][3]), curve.Points[i].TreatAll, Tolerance);
            Assert.Equal(Golden.Number(rows[i][4]), curve.Points[i].TreatNone, Tolerance);
            // Divided by odds of 0.01 and multiplied by 100: four digits are lost by construction.
            Assert.Equal(Golden.Number(rows[i][5]), curve.Points[i].InterventionsAvoidedPer100, 1e-10);
        }
    }

    [Theory]
    [InlineData("ties60"), InlineData("normal500")]
    public void DeLongs_variance_and_interval_equal_the_reference(string name)
    {
        var expected = Golden.Json("delong_expected.json")["variance"]![name]!;
        var (isCase, score) = Golden.Vector(name);
        var estimate = DeLong.Of(isCase, score)!;
        Assert.Equal((double)expected["auc"]!, estimate.Auroc, 1e-10);
        Assert.Equal((double)expected["variance"]!, estimate.Variance, 1e-10);
        var interval = estimate.Interval(0.95);
        Assert.Equal(Golden.Numbers(expected["ci95"])[0], interval.Low, 1e-10);
        Assert.Equal(Golden.Numbers(expected["ci95"])[1], interval.High, 1e-10);
    }

    [Fact]
    public void DeLongs_paired_test_equals_the_reference()
    {
        var expected = Golden.Json("delong_expected.json")["pair"]!;
        var rows = Golden.Csv("delong_pair.csv");
        var comparison = DeLong.Compare(
            [.. rows.Select(row => row[0] == "1")], [.. rows.Select(row => Golden.Number(row[1]))], [.. rows.Select(row => Golden.Number(row[2]))])!;
        Assert.Equal((double)expected["covariance"]![0]![1]!, comparison.Covariance, 1e-10);
        Assert.Equal((double)expected["difference"]!, comparison.Difference, 1e-10);
        Assert.Equal((double)expected["se"]!, comparison.StandardError, 1e-10);
        Assert.Equal((double)expected["z"]!, comparison.Z!.Value, 1e-10);
        Assert.Equal(1, comparison.P!.Value / (double)expected["p_two_sided"]!, 1e-9); // relative: p itself is 9e-9
    }

    private static void Equal(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } value) Assert.Equal(value, actual!.Value, Tolerance);
    }

    private static void Equal(double[] expected, IEnumerable<double> actual)
    {
        var values = actual.ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], Tolerance);
    }
}
