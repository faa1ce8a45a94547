using System.Text.Json.Nodes;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Logistic;
using AxSpa.Pipeline.Tests.Evaluation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion.Logistic;

/// <summary>Against scikit-learn's LogisticRegression, SimpleImputer and StandardScaler: tests/Oracles/logistic.py has the script and the versions.</summary>
public sealed class LogisticGoldenTests
{
    private static readonly JsonObject Expected = Oracle.Json("logistic.json");

    public static TheoryData<string> Designs => [.. Expected["designs"]!.AsObject().Select(design => design.Key)];
    public static TheoryData<string> Pipelines => [.. Expected["pipelines"]!.AsObject().Select(pipeline => pipeline.Key)];

    [Theory, MemberData(nameof(Designs))]
    public void Coefficients_equal_the_reference(string name)
    {
        var design = Expected["designs"]![name]!;
        double[][] rows = [.. design["x"]!.AsArray().Select(Numbers)];
        double[][] columns = [.. rows[0].Select((_, column) => rows.Select(row => row[column]).ToArray())];
        var x = new DesignMatrix([.. columns.Select((_, column) => $"c{column}")], rows.Length, columns);
        var weights = design["weights"] is { } given ? Numbers(given) : [];
        var fits = design["fits"]!.AsArray();
        var path = LogisticRegression.Path(x, Labels(design), [.. fits.Select(fit => (double)fit!["c"]!)], weights);
        foreach (var (fit, found) in fits.Zip(path))
        {
            Close(Numbers(fit!["coefficients"]!), found.Coefficients, 1e-6);
            Assert.Equal((double)fit["intercept"]!, found.Intercept, 1e-6);
            Close(found.Coefficients, LogisticRegression.Fit(x, Labels(design), (double)fit["c"]!, weights).Coefficients, 1e-9); // wherever it began
        }
    }

    [Theory, MemberData(nameof(Pipelines))]
    public void Imputing_scaling_and_fitting_equal_the_reference(string name)
    {
        var pipeline = Expected["pipelines"]![name]!;
        var (rows, isCase) = (Rows(pipeline["fit"]!), Labels(pipeline));
        var terms = LogisticTerm.Fit(rows);
        int[] indicators = [.. pipeline["indicators"]!.AsArray().Select(one => (int)one!)];
        Assert.Equal([.. Enumerable.Range(0, rows.Columns.Count), .. indicators], terms.Select(term => term.Feature));
        var (mean, scale) = (Numbers(pipeline["mean"]!), Numbers(pipeline["scale"]!));
        for (var i = 0; i < terms.Length; i++)
        {
            Assert.Equal(i >= rows.Columns.Count, terms[i].OfMissing);
            Assert.Equal(mean[i], terms[i].Scaling.Mean, 1e-9);
            Assert.Equal(scale[i], terms[i].Scaling.Scale, 1e-9);
        }
        foreach (var fit in pipeline["fits"]!.AsArray())
        {
            var model = LogisticModel.Fit(rows, isCase, new PenaltyCrossFit((double)fit!["c"]!, [], []));
            Close(Numbers(fit["coefficients"]!), [.. model.Terms.Select(term => term.Coefficient)], 1e-6);
            Assert.Equal((double)fit["intercept"]!, model.Intercept, 1e-6);
            Close(Numbers(fit["logits"]!), [.. model.Margins(Rows(pipeline["new"]!)).Select(logit => (double)logit)], 1e-5);
        }
    }

    private static FeatureMatrix Rows(JsonNode rows)
    {
        float[][] cells = [.. rows.AsArray().Select(row => row!.AsArray().Select(cell => cell is null ? float.NaN : (float)cell).ToArray())];
        return new FeatureMatrix([.. cells[0].Select((_, column) => $"c{column}")], cells.Length, [.. cells.SelectMany(row => row)]);
    }

    private static bool[] Labels(JsonNode design) => [.. design["is_case"]!.AsArray().Select(one => (int)one! == 1)];

    private static double[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(number => (double)number!)];

    private static void Close(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], tolerance);
    }
}
