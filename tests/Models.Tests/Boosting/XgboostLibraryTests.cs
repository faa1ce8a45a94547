using System.Text;
using AxSpa.Models.Boosting;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Models.Tests.Boosting;

public sealed class XgboostLibraryTests
{
    private static readonly BoostingOptions Options = new(MaxDepth: 3, LearningRate: 0.3, Subsample: 1, Seed: 1);

    [Fact]
    public void Each_row_of_contributions_sums_to_the_rows_margin()
    {
        var (rows, isCase) = MadeRows(200);
        using var booster = new XgboostLibrary().Begin(rows, isCase, Options);
        for (var round = 0; round < 10; round++)
            booster.Grow();

        var margins = booster.Margins(rows);
        var contributions = booster.Contributions(rows);

        for (var row = 0; row < rows.Rows; row++)
            Assert.Equal(margins[row], Enumerable.Range(0, 4).Sum(column => contributions[row, column]), 1e-4f);
    }

    [Fact]
    public void Margins_asked_for_after_every_round_equal_those_asked_for_once()
    {
        var (rows, isCase) = MadeRows(200);
        var (heldOut, _) = MadeRows(50);
        using var asked = new XgboostLibrary().Begin(rows, isCase, Options);
        using var quiet = new XgboostLibrary().Begin(rows, isCase, Options);
        for (var round = 0; round < 20; round++)
        {
            asked.Grow();
            _ = asked.Margins(heldOut);
            quiet.Grow();
        }

        Assert.Equal(quiet.Margins(heldOut), asked.Margins(heldOut));
    }

    [Fact]
    public void The_same_rows_give_the_same_model_byte_for_byte()
    {
        var (rows, isCase) = MadeRows(200);

        Assert.Equal(Model(), Model());

        byte[] Model()
        {
            using var booster = new XgboostLibrary().Begin(rows, isCase, Options);
            booster.Grow();
            booster.Grow();
            return booster.ToJson();
        }
    }

    [Fact]
    public void A_boosters_sample_of_the_rows_does_not_depend_on_what_grows_beside_it()
    {
        var (rows, isCase) = MadeRows(200);
        var options = Options with { Subsample = 0.5 };
        using var alone = new XgboostLibrary().Begin(rows, isCase, options);
        for (var round = 0; round < 10; round++) alone.Grow();

        using var first = new XgboostLibrary().Begin(rows, isCase, options);
        using var second = new XgboostLibrary().Begin(rows, isCase, options with { Seed = 2 });
        for (var round = 0; round < 10; round++)
        {
            first.Grow();
            second.Grow();
        }

        Assert.Equal(alone.Margins(rows), first.Margins(rows));
        Assert.NotEqual(second.Margins(rows), first.Margins(rows));
    }

    [Fact]
    public void A_model_read_from_its_JSON_predicts_the_same_and_names_its_columns()
    {
        var (rows, isCase) = MadeRows(100);
        using var booster = new XgboostLibrary().Begin(rows, isCase, Options);
        booster.Grow();
        var json = booster.ToJson();

        using var read = new XgboostLibrary().Load(json);

        Assert.Equal(booster.Margins(rows), read.Margins(rows));
        Assert.Contains("\"ESR\"", Encoding.UTF8.GetString(json));
    }

    [Theory]
    [InlineData(TreeMethod.Exact)]
    [InlineData(TreeMethod.Hist)]
    public void What_the_library_writes_is_read_and_walked_to_the_same_bits(TreeMethod method)
    {
        var (rows, isCase) = MadeRows(300);
        using var booster = new XgboostLibrary(method).Begin(rows, isCase, Options with { MaxDepth = 16, Subsample = 0.7 });
        for (var round = 0; round < 200; round++) booster.Grow();

        var trees = BoostedTrees.Read(booster.ToJson(), [.. rows.Columns]);

        Assert.Equal(booster.Margins(rows), trees.Margins(rows));
        var made = trees.MadeRows(1000, randomSeed: 1);
        Assert.Equal(booster.Margins(made), trees.Margins(made));
    }

    [Theory]
    [InlineData(0, 0.1, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(3, double.NaN, 1)]
    [InlineData(3, 1.5, 1)]
    [InlineData(3, 0.1, 0)]
    [InlineData(3, 0.1, double.NaN)]
    [InlineData(3, 0.1, 1.1)]
    public void Options_that_the_library_would_take_in_silence_are_refused(int maxDepth, double learningRate, double subsample)
    {
        var (rows, isCase) = MadeRows(10);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => new XgboostLibrary().Begin(rows, isCase, new(maxDepth, learningRate, subsample, Seed: 0)));
    }

    [Fact]
    public void A_broken_model_file_gives_the_librarys_own_words()
    {
        var error = Assert.Throws<XgboostException>(() => new XgboostLibrary().Load("{\"learner\": "u8));

        Assert.Contains("XGBoosterLoadModelFromBuffer", error.Message);
    }

    [Fact]
    public void A_named_library_that_does_not_load_is_refused_and_the_variable_is_named()
    {
        var error = Assert.ThrowsAny<RefusedInputException>(() =>
            XgboostSearch.Load("/nowhere", name => name == XgboostSearch.Variable ? "/nowhere/libxgboost.so" : null));

        Assert.Contains("XGBOOST_LIBRARY is '/nowhere/libxgboost.so'", error.Message);
    }

    [Fact]
    public void The_search_ends_in_the_folder_of_a_Python_wheel()
    {
        var home = Directory.CreateTempSubdirectory("axspa-wheel-").FullName;
        var wheel = Path.Combine(home, "lib", "python3.11", "site-packages", "xgboost", "lib", "libxgboost.so");
        Directory.CreateDirectory(Path.GetDirectoryName(wheel)!);
        File.WriteAllText(wheel, "");

        var candidates = XgboostSearch.Candidates("/program", name => name == "VIRTUAL_ENV" ? home : null).ToList();

        Assert.Equal(["/program/libxgboost.so", "/program/libxgboost.so.0", "libxgboost.so.0", "libxgboost.so", wheel], candidates[..5]);
        Directory.Delete(home, recursive: true);
    }

    /// <summary>Three columns of a fixed pattern with missing cells; the second decides the label.</summary>
    private static (FeatureMatrix Rows, bool[] IsCase) MadeRows(int count)
    {
        var values = new float[count * 3];
        var isCase = new bool[count];
        for (var row = 0; row < count; row++)
        {
            values[row * 3] = row * 37 % 101;
            values[row * 3 + 1] = row * 53 % 97;
            values[row * 3 + 2] = row % 7 == 0 ? float.NaN : row % 2;
            isCase[row] = row * 53 % 97 > 48 ^ row % 11 == 0;
        }
        return (new(["Age", "ESR", "HLA-B27"], count, values), isCase);
    }
}
