using System.Text.Json;
using AxSpa.Models.Boosting;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Models.Tests.Boosting;

/// <summary>Oracle: xgboost 1.7.4 in Python, 200 rows of 14 columns with missing values, 100 rounds of depth 3 at 0.1.</summary>
public sealed class XgboostGoldenTests
{
    private static readonly BoostingOptions Options = new(MaxDepth: 3, LearningRate: 0.1, Subsample: 1, Seed: 0);

    [Theory]
    [InlineData(TreeMethod.Exact, "xgb_a_exact")]
    [InlineData(TreeMethod.Hist, "xgb_c_hist")]
    public void Margins_contributions_and_trees_equal_those_of_the_reference(TreeMethod method, string golden)
    {
        var training = GoldenTable.Read("xgb_train.csv");
        var test = GoldenTable.Read("xgb_test.csv").Features(14);
        using var booster = new XgboostLibrary(method).Begin(training.Features(14), training.Labels(), Options);
        for (var round = 0; round < 100; round++)
            booster.Grow();

        AssertEqualsGolden(booster, test, golden);

        using var grown = JsonDocument.Parse(booster.ToJson());
        using var expected = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Golden(golden + ".json")));
        Assert.Equal(Trees(expected).GetRawText(), Trees(grown).GetRawText());
    }

    [Fact]
    public void A_model_written_by_the_reference_is_read_and_predicts_the_same()
    {
        using var booster = new XgboostLibrary().Load(File.ReadAllBytes(SharedFolder.Golden("xgb_a_exact.json")));

        AssertEqualsGolden(booster, GoldenTable.Read("xgb_test.csv").Features(14), "xgb_a_exact");
    }

    [Theory]
    [InlineData("xgb_a_exact")]
    [InlineData("xgb_c_hist")]
    public void The_walk_of_the_trees_gives_the_librarys_bits(string golden)
    {
        var json = File.ReadAllBytes(SharedFolder.Golden(golden + ".json"));
        var test = GoldenTable.Read("xgb_test.csv").Features(14);
        var trees = BoostedTrees.Read(json, [.. test.Columns]);
        using var booster = new XgboostLibrary().Load(json);

        Assert.Equal(booster.Margins(test), trees.Margins(test));
        var made = trees.MadeRows(1000, randomSeed: 1);
        Assert.Equal(booster.Margins(made), trees.Margins(made));
    }

    private static JsonElement Trees(JsonDocument model) =>
        model.RootElement.GetProperty("learner").GetProperty("gradient_booster").GetProperty("model").GetProperty("trees");

    private static void AssertEqualsGolden(IBooster booster, FeatureMatrix test, string golden)
    {
        var margins = booster.Margins(test);
        var contributions = booster.Contributions(test);
        var expectedMargins = GoldenTable.Read(golden + "_pred.csv");
        var expectedContributions = GoldenTable.Read(golden + "_shap.csv");
        for (var row = 0; row < test.Rows; row++)
        {
            Assert.Equal(expectedMargins.Rows[row][0], margins[row], 1e-5f);
            for (var column = 0; column < 15; column++)
                Assert.Equal(expectedContributions.Rows[row][column], contributions[row, column], 1e-5f);
        }
    }
}
