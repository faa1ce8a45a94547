using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Logistic;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion.Logistic;

public sealed class LogisticModelTests
{
    private static readonly (FeatureMatrix Rows, bool[] IsCase, int[] Fold) Made = MadeDesign.Features(80, 5);
    private static readonly ImmutableArray<string> Features = [.. Made.Rows.Columns];
    private static readonly LogisticModel Model = Fit(Made.Rows);

    private static LogisticModel Fit(FeatureMatrix rows)
    {
        var model = LogisticModel.Fit(rows, Made.IsCase, PenaltyCrossFit.Run(rows, Made.IsCase, Made.Fold));
        return model with { Stability = CoefficientStability.Of(rows, Made.IsCase, Made.Fold, model, 42, 5) };
    }

    [Fact]
    public void Features_come_first_and_then_an_indicator_for_each_that_has_missing_values() =>
        Assert.Equal(["c0", "c1", "c2", "c3", "c4", "c1 missing", "c3 missing"], Model.Terms.Select(term => term.Name));

    [Fact]
    public void Columns_have_mean_0_and_standard_deviation_1_in_those_that_were_learned_from()
    {
        foreach (var column in LogisticTerm.Design(Model.Terms, Made.Rows).Columns)
        {
            Assert.Equal(0, column.Average(), 1e-12);
            Assert.Equal(1, column.Average(value => value * value), 1e-12);
        }
    }

    [Fact]
    public void Another_unit_changes_no_answer_and_no_standardised_coefficient()
    {
        var other = Fit(Made.Rows with { Values = [.. Made.Rows.Values.Select((value, i) => i % 5 == 1 ? value * 1024 : i % 5 == 2 ? value / 64 : value)] });
        Assert.Equal(Model.C, other.C);
        foreach (var (term, its) in Model.Terms.Zip(other.Terms)) Assert.Equal(term.Coefficient, its.Coefficient, 1e-9);
        Assert.Equal(Model.Intercept, other.Intercept, 1e-9);
    }

    [Fact]
    public void A_column_of_one_value_or_of_none_has_the_coefficient_0_whatever_comes_later()
    {
        var values = Made.Rows.Values.ToArray();
        for (var row = 0; row < Made.Rows.Rows; row++) (values[row * 5], values[row * 5 + 1]) = (0.1f, float.NaN);
        var model = Fit(Made.Rows with { Values = values });
        Assert.Equal((0, 0, 0), (model.Terms[0].Coefficient, model.Terms[1].Coefficient, model.Terms[5].Coefficient));
        Assert.Equal(["c1 missing", "c3 missing"], model.Terms[5..].Select(term => term.Name));
        var asked = new FeatureMatrix(Made.Rows.Columns, 2, [0.1f, float.NaN, 1, 2, 3, 99, 99, 1, 2, 3]);
        Assert.Equal(model.Margins(asked)[0], model.Margins(asked)[1]);
        Assert.Equal(1, model.Stability!.Coefficients[0].SameSign);
    }

    [Fact]
    public void What_is_missing_only_in_a_new_patient_is_the_mean()
    {
        var asked = new FeatureMatrix(Made.Rows.Columns, 2, [float.NaN, 1, 2, 3, 4, (float)Model.Terms[0].Scaling.Mean, 1, 2, 3, 4]);
        var margins = Model.Margins(asked);
        Assert.Equal(margins[1], margins[0], 1e-5f);
    }

    [Fact]
    public void Contributions_add_up_to_the_margin_and_an_average_patient_has_none()
    {
        var (margins, contributions) = (Model.Margins(Made.Rows), Model.Contributions(Made.Rows));
        for (var row = 0; row < margins.Length; row++)
            Assert.Equal(margins[row], Enumerable.Range(0, 6).Sum(column => contributions[row, column]), 1e-4f);
        for (var column = 0; column < 5; column++)
            Assert.Equal(0, Enumerable.Range(0, margins.Length).Average(row => contributions[row, column]), 1e-5);
    }

    [Fact]
    public void Rows_of_other_features_are_not_answered()
    {
        Assert.Throws<ArgumentException>(() => Model.Margins(new FeatureMatrix(["c1", "c0", "c2", "c3", "c4"], 1, new float[5])));
        Assert.Throws<ArgumentException>(() => Model.Margins(new FeatureMatrix(["c0"], 1, new float[1])));
    }

    [Fact]
    public void The_file_reads_back_to_the_bit()
    {
        var read = LogisticModel.Read(Model.ToJson(), Features);
        Assert.Equal(Model.ToJson(), read.ToJson());
        Assert.Equal(Model.Margins(Made.Rows), read.Margins(Made.Rows));
        Assert.DoesNotContain("\"name\"", Encoding.UTF8.GetString(Model.ToJson()));
        Assert.Null(LogisticModel.Read((Model with { Stability = null }).ToJson(), Features).Stability);
    }

    [Fact]
    public void Fields_that_later_versions_add_are_passed_over()
    {
        var json = JsonNode.Parse(Model.ToJson())!;
        json["later"] = 3;
        json["terms"]![0]!["later"] = new JsonObject();
        Assert.Equal(Model.ToJson(), LogisticModel.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), Features).ToJson());
    }

    public static readonly TheoryData<string, Action<JsonNode>> Wrong = new()
    {
        { "terms must be the 5 features", json => json["terms"] = new JsonArray() },
        { "the file is not JSON", json => json["terms"] = null },
        { "the file is not JSON", json => json.AsObject().Remove("intercept") },
        { "the file is not JSON", json => json["intercept"] = "NaN" },
        { "the file is not JSON", json => json["terms"]![0]!["coefficient"] = "Infinity" },
        { "terms[1]", json => json["terms"]![1] = null },
        { "terms[1].feature must be", json => json["terms"]![1]!["feature"] = 0 },
        { "terms[6].feature must be", json => json["terms"]![6]!["feature"] = 1 },
        { "terms[6].feature must be", json => json["terms"]![6]!["feature"] = 5 },
        { "terms[4] must be a feature", json => json["terms"]![4]!["ofMissing"] = true },
        { "terms[0].scaling.column must be 'c0'", json => json["terms"]![0]!["scaling"]!["column"] = "c1" },
        { "terms[0].scaling.scale must", json => json["terms"]![0]!["scaling"]!["scale"] = 0 },
        { "terms[0].scaling.scale must", json => json["terms"]![0]!["scaling"]!["scale"] = 1e300 },
        { "terms[0].scaling must", json => json["terms"]![0]!["scaling"]!["mean"] = 1e300 },
        { "terms[0].scaling must", json => json["terms"]![0]!["scaling"]!["imputed"] = -1e300 },
        { "terms[2].coefficient must", json => json["terms"]![2]!["coefficient"] = 1e300 },
        { "intercept must", json => json["intercept"] = -1e300 },
        { "c must be one of", json => json["c"] = 2 },
        { "penalties must", json => json["penalties"] = new JsonArray() },
        { "penalties must", json => json["penalties"]![0]!["c"] = 0 },
        { "penalties must", json => json["penalties"]![0]!["heldOutLogLoss"] = -1 },
        { "penalties must go", json => json["penalties"]![0]!["c"] = 0.004 },
        { "stability must", json => json["stability"]!["refits"] = int.MaxValue },
        { "stability must", json => json["stability"]!["notFitted"] = 6 },
        { "stability.coefficients must", json => json["stability"]!["coefficients"]![0]!["term"] = "other" },
        { "stability.coefficients[0] must", json => json["stability"]!["coefficients"]![0]!["low"] = 1e300 },
        { "stability.coefficients[0] must", json => json["stability"]!["coefficients"]![0]!["sameSign"] = 2 },
        { "stability.chosen must", json => json["stability"]!["chosen"]![0]!["c"] = 7 },
        { "stability.chosen must", json => json["stability"]!["chosen"]![0]!["times"] = 7 },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_file_from_anybody_is_looked_at_field_by_field(string said, Action<JsonNode> damage)
    {
        var json = JsonNode.Parse(Model.ToJson())!;
        damage(json);
        var error = Assert.Throws<LogisticModelException>(() => LogisticModel.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), Features));
        Assert.StartsWith(said, error.Message);
        Assert.EndsWith(".", error.Message);
        Assert.IsAssignableFrom<RefusedInputException>(error);
    }

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{}"), InlineData("{\"c\":1,\"c\":2}")]
    public void What_is_no_model_at_all_is_said(string json) =>
        Assert.StartsWith("the file", Assert.Throws<LogisticModelException>(() => LogisticModel.Read(Encoding.UTF8.GetBytes(json), Features)).Message);

    [Fact]
    public void A_model_of_other_features_is_refused() =>
        Assert.Throws<LogisticModelException>(() => LogisticModel.Read(Model.ToJson(), ["c0", "c1", "c2", "c4", "c3"]));
}
