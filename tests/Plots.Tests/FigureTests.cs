using System.Buffers.Binary;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;
using Xunit;

namespace AxSpa.Plots.Tests;

public sealed class FigureTests
{
    private static CurveSeries[] All(Func<int, CurveSeries> of) => [of(0), of(1), of(2)];

    public static readonly TheoryData<string, Func<byte[]>> Figures = new()
    {
        { "roc_curve.png", () => RocCurvePlot.Draw("Test set, 48 patients with both modalities", All(m => MadeCurves.Roc(m))) },
        { "pr_curve.png", () => PrecisionRecallPlot.Draw("Test set, 48 patients with both modalities", All(MadeCurves.PrecisionRecall), .25) },
        { "dca_curve.png", () => DecisionCurvePlot.Draw("Test set, 48 patients with both modalities", All(MadeCurves.NetBenefit), MadeCurves.TreatAll(), All(MadeCurves.NetBenefit)) },
        { "shap_summary.png", () => ShapBeeswarmPlot.Draw("Late-fusion: contributions on the test set", Shap(300)) },
        { "shap_bar.png", () => ShapBarPlot.Draw("Late fusion, 300 test patients", Shap(300)) },
        { "shap_dependence.png", () => ShapDependencePlot.Draw(Shap(300)) },
        { "shap_waterfall.png", () => ShapWaterfallPlot.Draw("Patient P007: Late-fusion probability 0.83", Shap(300), Shap(300).Rows[7]) },
        { "scan_heatmap.png", () => ScanHeatmapPlot.Draw("Patient P007, the test case with the highest probability\nP007_scan1.nii.gz: what speaks for the disease", MadeCurves.Planes(), "0.31") },
        { "training_curves.png", () => TrainingCurvesPlot.Draw(History("MRI", "Clinical")) },
    };

    [Theory, MemberData(nameof(Figures))]
    public void A_figure_is_a_PNG_of_at_least_1200_pixels_and_the_same_bytes_every_time(string name, Func<byte[]> draw)
    {
        var png = draw();
        MadeCurves.Show(name, png);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), 1200, 2400);
        Assert.Equal(png, draw());
    }

    [Fact]
    public void A_model_that_is_absent_leaves_the_others_colours_as_they_were()
    {
        Assert.Equal(FigureStyle.Of("Late-fusion", 2), FigureStyle.Of("Late-fusion", 0));
        Assert.NotEmpty(RocCurvePlot.Draw("Clinical only", [MadeCurves.Roc(1)]));
        Assert.NotEmpty(RocCurvePlot.Draw("Nobody", []));
    }

    [Fact]
    public void Two_patients_are_enough_for_every_curve()
    {
        var two = new CurveSeries("Late-fusion", [0, 0, 1], [0, 1, 1]);

        Assert.NotEmpty(RocCurvePlot.Draw("Two", [two]));
        Assert.NotEmpty(PrecisionRecallPlot.Draw("Two", [two], .5));
        Assert.NotEmpty(DecisionCurvePlot.Draw("Two", [two], two, [two]));
    }

    [Fact]
    public void Undefined_points_are_left_out_rather_than_drawn()
    {
        var broken = new CurveSeries("MRI-only", [0, .5, 1], [0, double.NaN, double.NegativeInfinity]);

        Assert.NotEmpty(RocCurvePlot.Draw("One class", [broken]));
        Assert.NotEmpty(DecisionCurvePlot.Draw("One class", [broken], broken, [broken]));
        Assert.NotEmpty(RocCurvePlot.Draw("No point", [new CurveSeries("MRI-only", [0], [double.NaN])]));
    }

    [Fact]
    public void A_beeswarm_can_do_without_patients_spread_or_values()
    {
        var features = new[] { "age", "CRP" };

        Assert.NotEmpty(ShapBeeswarmPlot.Draw("Nobody", Summary(features)));
        Assert.NotEmpty(ShapBeeswarmPlot.Draw("All zero", Summary(features, ([1, 1], [0, 0]), ([1, 1], [0, 0]))));
        Assert.NotEmpty(ShapBeeswarmPlot.Draw("All missing", Summary(features, ([float.NaN, float.NaN], [0, 1]))));
        Assert.NotEmpty(ShapBeeswarmPlot.Draw("No feature", Summary([])));
    }

    [Fact]
    public void Training_curves_can_do_with_one_branch_one_epoch_or_no_validation()
    {
        Assert.NotEmpty(TrainingCurvesPlot.Draw([]));
        MadeCurves.Show("training_one_branch.png", TrainingCurvesPlot.Draw(History("Clinical")));
        Assert.NotEmpty(TrainingCurvesPlot.Draw([new TrainingHistory("MRI", 0, [.7], [double.NaN], [double.NaN], null)]));
    }

    private static ShapTable Shap(int patients)
    {
        string[] features = ["MRI probability", "HLA-B27", "CRP (mg/L)", "Age at onset (years)", "Morning stiffness", "ESR (mm/h)", "Sex", "Smoking", "Family history", "Uveitis", "Psoriasis", "A column with a name that is far too long to be shown"];
        return Summary(features, [.. Enumerable.Range(0, patients).Select(i =>
        {
            float[] value = [.. features.Select((_, f) => f is 1 or 6 ? i % 2 : (float)MadeCurves.Wobble(i, f))];
            double[] contribution = [.. value.Select((v, f) => (((f is 1 or 6 ? (v - .5) * 1.5 : v) * 1.2) + (.1 * MadeCurves.Wobble(i * 7, f))) / (1 + f))];
            if (i % 6 == 0)
                value[0] = float.NaN;
            return (value, contribution);
        })]);
    }

    private static ShapTable Summary(string[] features, params (float[] Values, double[] Contributions)[] patients) =>
        new([.. features], [.. patients.Select((patient, i) =>
            new ShapRow($"P{i}", PatientSet.Test, 0, [.. patient.Values], [.. patient.Contributions]))]);

    private static TrainingHistory[] History(params string[] branches) =>
        [.. from branch in branches
            from fold in Enumerable.Range(0, 5)
            let epochs = 14 + (3 * fold)
            let t = Enumerable.Range(1, epochs).ToArray()
            select new TrainingHistory(branch, fold,
                [.. t.Select(e => .2 + (.5 * Math.Exp(-e / 8.0)) + (.02 * MadeCurves.Wobble(e, fold)))],
                [.. t.Select(e => .4 + (.3 * Math.Exp(-e / 6.0)) + (.03 * MadeCurves.Wobble(e, fold + 9)))],
                [.. t.Select(e => .8 - (.3 * Math.Exp(-e / 5.0)) + (.02 * MadeCurves.Wobble(e, fold + 3)))],
                epochs - 5)];
}
