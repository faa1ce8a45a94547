using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Explanation;
using ScottPlot;
using Xunit;

namespace AxSpa.Plots.Tests;

public sealed class FigureTests
{
    private static CurveSeries[] All(Func<int, CurveSeries> of) => [of(0), of(1), of(2)];

    private const string Both = "Test set, 48 patients with both modalities";
    private const string ScanTitle = "Patient P007, the test case with the highest probability\nP007_scan1.nii.gz: what speaks for the disease";
    private static readonly Color[] Models = FigureStyle.Palette[..3];

    private static readonly Dictionary<string, (Func<byte[]> Draw, Looks Looks)> Drawn = new()
    {
        ["roc_curve.png"] = (() => RocCurvePlot.Draw(Both, All(m => MadeCurves.Roc(m))), Roc(Both, Models)),
        ["pr_curve.png"] = (() => PrecisionRecallPlot.Draw(Both, All(MadeCurves.PrecisionRecall), .25), PrecisionRecall(Both, legend: 4, Models)),
        ["dca_curve.png"] = (
            () => DecisionCurvePlot.Draw(Both, All(MadeCurves.NetBenefit), MadeCurves.TreatAll(), All(MadeCurves.NetBenefit)),
            Decision(Both, [.. Models, FigureStyle.Reference])),
        ["shap_summary.png"] = (
            () => ShapBeeswarmPlot.Draw("Late-fusion: contributions on the test set", Shap(300)),
            Beeswarm("Late-fusion: contributions on the test set", features: 12, missing: true) with
            {
                DataInk = .03,
                Colors = [FigureStyle.Low, FigureStyle.High, FigureStyle.Missing],
            }),
        ["shap_bar.png"] = (
            () => ShapBarPlot.Draw("Late fusion, 300 test patients", Shap(300)),
            new Looks(1200, 1074, [new Panel("Late fusion, 300 test patients", "Mean |SHAP value| (log-odds)")], [FigureStyle.Palette[0]], DataInk: .1)),
        ["shap_dependence.png"] = (
            () => ShapDependencePlot.Draw(Shap(300)),
            new Looks(1800, 2100,
                [.. new[] { "MRI probability", "CRP (mg/L)", "HLA-B27", "Age at onset (years)", "Morning stiffness", "ESR (mm/h)" }
                    .Select(feature => new Panel(feature, "Value", "SHAP value (log-odds)"))],
                [FigureStyle.Missing], Columns: 2)),
        ["shap_waterfall.png"] = (
            () => ShapWaterfallPlot.Draw("Patient P007: Late-fusion probability 0.83", Shap(300), Shap(300).Rows[7]),
            new Looks(1300, 1184, [new Panel("Patient P007: Late-fusion probability 0.83", "Log-odds before calibration", LinesBelow: 4)],
                [FigureStyle.Low, FigureStyle.High], DataInk: .03)),
        ["scan_heatmap.png"] = (() => ScanHeatmapPlot.Draw(ScanTitle, MadeCurves.Planes(), "0.31"), new Looks(1650, 1170, [], [Colors.Black])),
        ["training_curves.png"] = (() => TrainingCurvesPlot.Draw(History("MRI", "Clinical")), Training("MRI", "Clinical")),
    };

    public static TheoryData<string> Figures => [.. Drawn.Keys];

    [Theory, MemberData(nameof(Figures))]
    public void A_figure_looks_as_it_must_and_is_the_same_bytes_every_time(string name)
    {
        var png = Drawn[name].Draw();
        MadeCurves.Show(name, png);

        Assert.Empty(Drawn[name].Looks.Troubles(png));
        Assert.Equal(png, Drawn[name].Draw());
    }

    [Fact]
    public void A_heatmap_has_its_title_over_its_scans()
    {
        var picture = new Picture(Drawn["scan_heatmap.png"].Draw());
        var lines = picture.Lines(new SkiaSharp.SKRectI(0, 0, picture.Width, 150));

        using var font = new SkiaSharp.SKFont(EmbeddedFont.Face, FigureStyle.TitleSize);
        Assert.Equal(3, lines.Count); // two of the title, one of the planes' names
        foreach (var (words, line) in ScanTitle.Split('\n').Zip(lines))
            Assert.Equal(font.MeasureText(words), line.Width, 6f);
        for (var plane = 0; plane < 3; plane++)
            foreach (var row in new[] { 150, 640 })
                Assert.InRange(picture.Ink(SkiaSharp.SKRectI.Create(30 + plane * 490, row, 460, 460)), .8, 1);
        Assert.True(Reddish(150, 610) < .001 && Reddish(640, 1100) > .01); // the scan above, the heat below

        double Reddish(int top, int bottom)
        {
            using var bitmap = SkiaSharp.SKBitmap.Decode(Drawn["scan_heatmap.png"].Draw());
            var pixels = from y in Enumerable.Range(top, bottom - top) from x in Enumerable.Range(30, 1440) select bitmap.GetPixel(x, y);
            return pixels.Average(pixel => pixel.Red > pixel.Blue + 60 ? 1.0 : 0);
        }
    }

    [Fact]
    public void A_model_that_is_absent_leaves_the_others_colours_as_they_were()
    {
        Assert.Equal(FigureStyle.Of("Late-fusion", 2), FigureStyle.Of("Late-fusion", 0));
        var png = RocCurvePlot.Draw("Clinical only", [MadeCurves.Roc(1)]);
        Assert.Empty(Roc("Clinical only", Models[1]).Troubles(png));
        Assert.Equal((0, 0), (new Picture(png).Count(Models[0]), new Picture(png).Count(Models[2])));
        Assert.Empty(Roc("Nobody").Troubles(RocCurvePlot.Draw("Nobody", [])));
    }

    [Fact]
    public void Two_patients_are_enough_for_every_curve()
    {
        var two = new CurveSeries("Late-fusion", [0, 0, 1], [0, 1, 1]);

        Assert.Empty(Roc("Two", Models[2]).Troubles(RocCurvePlot.Draw("Two", [two])));
        Assert.Empty(PrecisionRecall("Two", legend: 2, Models[2]).Troubles(PrecisionRecallPlot.Draw("Two", [two], .5)));
        Assert.Empty(Decision("Two", Models[2]).Troubles(DecisionCurvePlot.Draw("Two", [two], two, [two])));
    }

    [Fact]
    public void Undefined_points_are_left_out_rather_than_drawn()
    {
        var broken = new CurveSeries("MRI-only", [0, .5, 1], [0, double.NaN, double.NegativeInfinity]);

        Assert.Empty(Roc("One class", Models[0]).Troubles(RocCurvePlot.Draw("One class", [broken])));
        Assert.Empty(Decision("One class", Models[0]).Troubles(DecisionCurvePlot.Draw("One class", [broken], broken, [broken])));
        Assert.Empty(Roc("No point").Troubles(RocCurvePlot.Draw("No point", [new CurveSeries("MRI-only", [0], [double.NaN])])));
    }

    [Fact]
    public void A_beeswarm_can_do_without_patients_spread_or_values()
    {
        var features = new[] { "age", "CRP" };

        Assert.Empty(Beeswarm("Nobody", 2).Troubles(ShapBeeswarmPlot.Draw("Nobody", Summary(features))));
        Assert.Empty(Beeswarm("All zero", 2).Troubles(ShapBeeswarmPlot.Draw("All zero", Summary(features, ([1, 1], [0, 0]), ([1, 1], [0, 0])))));
        Assert.Empty((Beeswarm("All missing", 2, missing: true) with { Colors = [FigureStyle.Missing] })
            .Troubles(ShapBeeswarmPlot.Draw("All missing", Summary(features, ([float.NaN, float.NaN], [0, 1])))));
        Assert.Empty(Beeswarm("No feature", 0).Troubles(ShapBeeswarmPlot.Draw("No feature", Summary([]))));
    }

    [Fact]
    public void Bars_can_do_without_patients_or_contributions()
    {
        Looks Bars(string title, int features) =>
            new(1200, Math.Max(600, 330 + 62 * features), [new Panel(title, "Mean |SHAP value| (log-odds)")], [], DataInk: 0);

        Assert.Empty(Bars("Nobody", 2).Troubles(ShapBarPlot.Draw("Nobody", Summary(["age", "CRP"]))));
        Assert.Empty(Bars("All zero", 2).Troubles(ShapBarPlot.Draw("All zero", Summary(["age", "CRP"], ([1, 1], [0, 0])))));
    }

    [Fact]
    public void Training_curves_can_do_with_one_branch_one_epoch_or_no_validation()
    {
        Assert.Empty(new Looks(1000, 700, [new Panel("No branch was trained", "Epoch")], [], DataInk: 0).Troubles(TrainingCurvesPlot.Draw([])));
        var one = TrainingCurvesPlot.Draw(History("Clinical"));
        MadeCurves.Show("training_one_branch.png", one);
        Assert.Empty(Training("Clinical").Troubles(one));
        Assert.Empty((Training("MRI") with { DataInk = 0, Colors = [Models[0]] })
            .Troubles(TrainingCurvesPlot.Draw([new TrainingHistory("MRI", 0, [.7], [double.NaN], [double.NaN], null)])));
    }

    private static Looks Roc(string title, params Color[] colors) =>
        new(1200, 1000, [new Panel(title, "1 − specificity", "Sensitivity")], colors, DataInk: colors.Length < 2 ? .001 : .01);

    private static Looks PrecisionRecall(string title, int legend, params Color[] colors) =>
        new(1200, 1120, [new Panel(title, "Recall (sensitivity)", "Precision (positive predictive value)", 2 + legend)], colors);

    private static Looks Decision(string title, params Color[] colors) => new(2400, 1000,
    [
        new Panel(title, "Threshold probability", "Net benefit (true positives per patient)"),
        new Panel("Against treating everybody", "Threshold probability", "Interventions avoided per 100 patients"),
    ], colors, DataInk: colors.Length < 2 ? .001 : .004, Columns: 2);

    private static Looks Beeswarm(string title, int features, bool missing = false) => new(
        1200, Math.Max(600, 330 + 62 * features), [new Panel(title, "SHAP value (change in log-odds)", LinesBelow: missing ? 3 : 2)], [], DataInk: .001);

    private static Looks Training(params string[] branches) => new(2000, 700 * branches.Length,
        [.. branches.SelectMany(branch => new[]
        {
            new Panel($"{branch} branch: loss", "Epoch", "Weighted cross-entropy (nats)"), new Panel($"{branch} branch: validation AUROC", "Epoch", "AUROC"),
        })], FigureStyle.Palette[..5], Columns: 2);

    private static ShapTable Shap(int patients)
    {
        string[] features =
        [
            "MRI probability", "HLA-B27", "CRP (mg/L)", "Age at onset (years)", "Morning stiffness", "ESR (mm/h)", "Sex", "Smoking", "Family history",
            "Uveitis", "Psoriasis", "A column with a name that is far too long to be shown",
        ];
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
