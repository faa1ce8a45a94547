using System.Diagnostics;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Fusion.Logistic;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion.Logistic;

public sealed class CoefficientStabilityTests(ITestOutputHelper output)
{
    private static readonly (FeatureMatrix Rows, bool[] IsCase, int[] Fold) Made = MadeDesign.Features(100, 4);
    private static readonly LogisticModel Model = Fit(Made);

    private static LogisticModel Fit((FeatureMatrix Rows, bool[] IsCase, int[] Fold) made) =>
        LogisticModel.Fit(made.Rows, made.IsCase, PenaltyCrossFit.Run(made.Rows, made.IsCase, made.Fold));

    private static CoefficientStability Of(int refits, ulong randomSeed = 42) =>
        CoefficientStability.Of(Made.Rows, Made.IsCase, Made.Fold, Model, randomSeed, refits);

    [Fact]
    public void Coefficients_that_mean_something_keep_their_sign_and_others_do_not()
    {
        var stability = Of(60);
        Assert.Equal(Model.Terms.Select(term => term.Name), stability.Coefficients.Select(one => one.Term));
        Assert.InRange(stability.Coefficients[0].Low, 0.01, Model.Terms[0].Coefficient);
        Assert.InRange(Model.Terms[0].Coefficient, stability.Coefficients[0].Low, stability.Coefficients[0].High);
        Assert.Equal((1, 1), (stability.Coefficients[0].SameSign, stability.Coefficients[1].SameSign));
        Assert.InRange(stability.Coefficients[2].SameSign, 0.3, 0.99);
        Assert.All(stability.Coefficients, one => Assert.True(one.Low <= one.Median && one.Median <= one.High));
    }

    [Fact]
    public void Every_refit_chooses_its_penalty_anew()
    {
        var stability = Of(60);
        Assert.Equal(Model.Penalties.Select(one => one.C), stability.Chosen.Select(one => one.C));
        Assert.Equal((60, 0, 60), (stability.Refits, stability.NotFitted, stability.Chosen.Sum(one => one.Times)));
        Assert.True(stability.Chosen.Count(one => one.Times > 0) > 1);
    }

    [Fact]
    public void The_random_seed_alone_says_who_is_drawn()
    {
        Assert.Equal(Of(8).Coefficients.AsEnumerable(), Of(8).Coefficients);
        Assert.NotEqual(Of(8).Coefficients.AsEnumerable(), Of(8, randomSeed: 43).Coefficients);
    }

    [Fact]
    public void A_draw_without_missing_values_has_no_indicator_and_counts_as_0()
    {
        var rows = Made.Rows.Values.ToArray();
        for (var i = 0; i < rows.Length; i++) if (float.IsNaN(rows[i])) rows[i] = 1;
        rows[1] = float.NaN; // of one patient: absent from a third of the draws
        var made = (Rows: Made.Rows with { Values = rows }, Made.IsCase, Made.Fold);
        var stability = CoefficientStability.Of(made.Rows, made.IsCase, made.Fold, Fit(made), 42, 30);
        var indicator = stability.Coefficients.Single(one => one.Term == "c1 missing");
        Assert.InRange(indicator.SameSign, 0.3, 0.95);
        Assert.True(indicator.Low == 0 || indicator.High == 0);
    }

    [Fact]
    public void A_draw_whose_folds_leave_one_class_is_left_out_and_counted()
    {
        bool[] isCase = [.. Enumerable.Range(0, 100).Select(i => i is 0 or 1)]; // two cases, in two folds: both are drawn half of the time
        var made = (Made.Rows, IsCase: isCase, Made.Fold);
        var stability = CoefficientStability.Of(made.Rows, isCase, made.Fold, Fit(made), 42, 40);
        Assert.InRange(stability.NotFitted, 8, 32);
        Assert.Equal(40 - stability.NotFitted, stability.Chosen.Sum(one => one.Times));
    }

    /// <summary>Each regression in as many unknowns as there are patients: 1,000 columns and 500 indicators would be 3 GFlop a Newton step.</summary>
    [Fact]
    public void A_table_of_a_thousand_columns_is_refitted_too()
    {
        var made = MadeDesign.Features(60, 1000);
        var watch = Stopwatch.StartNew();
        var model = Fit(made);
        var stability = CoefficientStability.Of(made.Rows, made.IsCase, made.Fold, model, 42, 3);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F2} s");
        Assert.Equal((1500, 3), (stability.Coefficients.Length, stability.Chosen.Sum(one => one.Times)));
    }

    /// <summary>200 refits of 5 folds × 11 penalties and the final one: 11,200 regressions of 200 patients with 20 columns and 10 indicators.</summary>
    [Fact]
    public void Two_hundred_refits_take_seconds()
    {
        var made = MadeDesign.Features(200, 20);
        var model = Fit(made);
        var watch = Stopwatch.StartNew();
        CoefficientStability.Of(made.Rows, made.IsCase, made.Fold, model, 42, CoefficientStability.UsualRefits);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F2} s");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 300); // 2 s of one core; the bound is for a machine that does much else
    }
}
