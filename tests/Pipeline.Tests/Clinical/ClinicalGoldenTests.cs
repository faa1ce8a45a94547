using System.Globalization;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Clinical;

/// <summary>Against scikit-learn's SimpleImputer, StandardScaler and OneHotEncoder on 40 fitting and 10 new rows.</summary>
public sealed class ClinicalGoldenTests
{
    [Theory]
    [InlineData(Imputation.Median, "median", "fit", 0)]
    [InlineData(Imputation.Median, "median", "new", 40)]
    [InlineData(Imputation.Mean, "mean", "fit", 0)]
    [InlineData(Imputation.Mean, "mean", "new", 40)]
    public void Inputs_equal_the_reference(Imputation imputation, string name, string rows, int first)
    {
        var cohort = FortyAndTen();
        var expected = Numbers(SharedImages.Golden($"prep_{name}_{rows}_out.csv"));

        var fitted = ClinicalPreprocessing.Fit(cohort, [.. Enumerable.Range(0, 40)], imputation);
        var inputs = fitted.ApplyInDoubles(cohort, [.. Enumerable.Range(first, expected.Count)]);

        Assert.Equal(expected[0].Length, fitted.Width);
        for (var row = 0; row < expected.Count; row++)
            for (var column = 0; column < fitted.Width; column++)
                Assert.Equal(expected[row][column], inputs[row * fitted.Width + column], 1e-12);
    }

    [Theory]
    [InlineData(Imputation.Median, "median")]
    [InlineData(Imputation.Mean, "mean")]
    public void What_is_fitted_equals_the_reference(Imputation imputation, string name)
    {
        var expected = SharedImages.Json(SharedImages.Golden("prep_expected.json")).GetProperty(name);
        var fitted = ClinicalPreprocessing.Fit(FortyAndTen(), [.. Enumerable.Range(0, 40)], imputation);

        foreach (var number in fitted.Numbers)
        {
            Assert.Equal(expected.GetProperty("impute").GetProperty(number.Column).GetDouble(), number.Imputed!.Value, 1e-12);
            Assert.Equal(expected.GetProperty("mean").GetProperty(number.Column).GetDouble(), number.Mean, 1e-12);
            Assert.Equal(expected.GetProperty("scale").GetProperty(number.Column).GetDouble(), number.Scale, 1e-12);
        }
        foreach (var levels in fitted.Levels)
        {
            Assert.Equal(expected.GetProperty("mode").GetProperty(levels.Column).GetString(), levels.MostFrequent);
            Assert.Equal(expected.GetProperty("levels").GetProperty(levels.Column).EnumerateArray().Select(level => level.GetString()), levels.Levels);
        }
        Assert.Equal(
            expected.GetProperty("columns").EnumerateArray().Select(column => column.GetString()),
            fitted.FeatureNames.Select(feature => feature.Replace('=', '_')));
    }

    /// <summary>One cohort, so that the new rows' unknown level is a level of the cohort that the fold has never seen.</summary>
    private static PreparedCohort FortyAndTen()
    {
        using var folder = new TemporaryFolder();
        var fit = File.ReadAllLines(SharedImages.Golden("prep_fit_rows.csv"));
        File.WriteAllLines(folder["both.csv"], fit.Concat(File.ReadAllLines(SharedImages.Golden("prep_new_rows.csv")).Skip(1)));
        var table = ClinicalTable.Read(folder["both.csv"]);
        var read = Enumerable.Range(1, table.Header.Length - 2).Select(column => ColumnTyping.Read(table, column, null)!.Value).ToList();
        return new PreparedCohort(
            [.. table.Rows.Select(row => new Patient(row[0], false, PatientSet.Train, 0))],
            [.. read.Select(column => column.Column)], [.. read.Select(column => column.Values)], [], null);
    }

    private static List<double[]> Numbers(string path) =>
        [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
}
