using System.Collections.Immutable;
using AxSpa.Pipeline.Clinical;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Clinical;

public sealed class ClinicalPreprocessingTests
{
    private const double Missing = double.NaN;

    [Fact]
    public void Nothing_is_learned_from_patients_outside_the_fold()
    {
        var cohort = Cohort(
            (Number("a"), [1, 2, 3, 1000]),
            (Levels("b", "x", "y", "z"), [0, 0, 1, 2]));
        var fitted = ClinicalPreprocessing.Fit(cohort, [0, 1, 2]);
        Assert.Equal(2, fitted.Numbers[0].Mean);
        Assert.Equal(["a", "b=x", "b=y"], fitted.FeatureNames);
        Assert.Equal([0f, 0f], fitted.Apply(cohort, [3])[1..]); // the unknown level z is all zeros
    }

    [Fact]
    public void A_constant_column_is_zero_and_not_blown_up()
    {
        var cohort = Cohort((Number("a"), [0.1, 0.1, 0.1, Missing]));
        var fitted = ClinicalPreprocessing.Fit(cohort, [0, 1, 2, 3]);
        Assert.Equal(1, fitted.Numbers[0].Scale);
        Assert.All(fitted.Apply(cohort, [0, 1, 2, 3]), input => Assert.Equal(0, input, 1e-12));
    }

    [Fact]
    public void A_column_nobody_in_the_fold_has_is_zero_for_everybody()
    {
        var cohort = Cohort((Number("a"), [Missing, Missing, 70]), (Levels("b", "x", "y"), [Missing, Missing, 1]));
        var fitted = ClinicalPreprocessing.Fit(cohort, [0, 1]);
        Assert.Equal(1, fitted.Width);
        Assert.Equal([0f, 0f, 0f], fitted.Apply(cohort, [0, 1, 2]));
    }

    [Fact]
    public void Of_equally_frequent_levels_the_first_stands_in()
    {
        var cohort = Cohort((Levels("b", "x", "y"), [1, 0, 0, 1, Missing]));
        var fitted = ClinicalPreprocessing.Fit(cohort, [0, 1, 2, 3, 4]);
        Assert.Equal("x", fitted.Levels[0].MostFrequent);
        Assert.Equal([1f, 0f], fitted.Apply(cohort, [4]));
    }

    [Fact]
    public void A_saved_fold_scores_new_patients_by_column_name()
    {
        using var folder = new TemporaryFolder();
        var cohort = Cohort((Number("a"), [1, 2, Missing]), (Levels("b", "x", "y"), [0, 1, 1]), (Number("unused"), [1, 2, 3]));
        var fitted = ClinicalPreprocessing.Fit(Cohort((Number("a"), [1, 2, 6]), (Levels("b", "x", "y"), [0, 1, 1])), [0, 1, 2]);
        fitted.Save(folder["preprocessing.json"]);
        var loaded = ClinicalPreprocessing.Load(folder["preprocessing.json"]);

        Assert.Equal(fitted.ApplyInDoubles(cohort, [0, 1, 2]), loaded.ApplyInDoubles(cohort, [0, 1, 2]));
        var otherOrder = Cohort((Levels("b", "w", "x", "y"), [1, 2, 2]), (Number("a"), [1, 2, Missing]));
        Assert.Equal(fitted.Apply(cohort, [0, 1, 2]), loaded.Apply(otherOrder, [0, 1, 2]));
    }

    [Fact]
    public void A_missing_column_or_another_type_is_refused()
    {
        var fitted = ClinicalPreprocessing.Fit(Cohort((Number("a"), [1, 2])), [0, 1]);
        Assert.Contains("has no column 'a', which the model was fitted on. Columns: b.",
            Assert.Throws<RefusedInputException>(() => fitted.Apply(Cohort((Number("b"), [1, 2])), [0])).Message);
        Assert.Contains("'a' is categorical in this cohort, but the model was fitted on it as numeric",
            Assert.Throws<RefusedInputException>(() => fitted.Apply(Cohort((Levels("a", "x"), [0, 0])), [0])).Message);
    }

    private static ClinicalColumn Number(string name) => new(name, ColumnKind.Numeric, []);

    private static ClinicalColumn Levels(string name, params string[] levels) => new(name, ColumnKind.Categorical, [.. levels]);

    private static PreparedCohort Cohort(params (ClinicalColumn Column, double[] Values)[] columns) => new(
        [.. Enumerable.Range(0, columns[0].Values.Length).Select(i => new Patient($"p{i}", i == 0, PatientSet.Train, 0))],
        [.. columns.Select(column => column.Column)], [.. columns.Select(column => column.Values)], [], null);
}
