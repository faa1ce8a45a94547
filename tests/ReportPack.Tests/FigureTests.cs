using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Repeats;
using AxSpa.ReportPack.Results;
using Xunit;

namespace AxSpa.ReportPack.Tests;

/// <summary>The numbers on the page are those of the record, each written once and in one way.</summary>
public sealed class FigureTests
{
    private static readonly ReportContents Contents = new MadeReport().Contents();
    private static readonly AngleSharp.Dom.IDocument Page = ReportPage.Parse(System.Text.Encoding.UTF8.GetString(HtmlReport.Render(Contents)));

    [Fact]
    public void Every_measure_of_every_model_and_population_is_shown_once()
    {
        var expected = from population in Contents.Figures.Populations
                       from model in population.Models
                       where model.Figures is not null
                       from name in MeasureTable.Names
                       select $"{population.Key} {model.Model} {name}";
        var shown = Page.QuerySelectorAll("[data-figure]").Select(element => element.GetAttribute("data-figure")!)
            .Where(name =>
                name.Split(' ') is [var population, var model, _] && Contents.Figures.Populations.Any(one => one.Key == population) && !model.Contains('-'));
        Assert.Equal(expected.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_figures_are_those_of_the_record()
    {
        foreach (var population in Contents.Figures.Populations)
            foreach (var model in population.Models.Where(model => model.Figures is not null))
            {
                var figures = model.Figures!;
                string Shown(string name) => Page.Figure($"{population.Key} {model.Model} {name}");
                Assert.Equal(Text(figures.Auroc), Shown("auroc"));
                Assert.Equal(Text(figures.Auprc), Shown("auprc"));
                Assert.Equal(Text(figures.Brier), Shown("brier"));
                Assert.Equal(Text(figures.LogLoss), Shown("logLoss"));
                Assert.Equal(Text(figures.Decision.F1), Shown("f1"));
                Assert.Equal(Text(figures.Decision.Mcc), Shown("mcc"));
                Assert.Equal(Text(figures.Decision.Sensitivity), Shown("sensitivity"));
                Assert.Equal(Text(figures.Decision.NegativePredictiveValue), Shown("npv"));
                Assert.Equal(Number(figures.Calibration.ExpectedError!.Value), Shown("ece"));
                Assert.Equal(Number(figures.Decision.Threshold), Shown("threshold"));
                var c = figures.Decision.Counts;
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{c.TruePositives}/{c.FalsePositives}/{c.FalseNegatives}/{c.TrueNegatives}"),
                    Shown("confusion"));
                if (figures.DeLong is { } deLong) Assert.Equal($"({Number(deLong.Logit.Low)}–{Number(deLong.Logit.High)})", Shown("auroc.delong"));
            }
    }

    [Fact]
    public void The_first_lines_are_those_of_the_text_file()
    {
        var lines = MetricsText.Render(Contents.Figures).Split('\n');
        for (var i = 0; i < 3; i++)
            Assert.Equal(lines[i][(lines[i].IndexOf(']') + 1)..].Trim(), Page.Figure($"headline {Contents.Figures.Models[i].Name}"));
    }

    [Fact]
    public void Differences_folds_subgroups_and_importances_are_those_of_the_record()
    {
        var pair = Contents.Figures.Populations[0].Differences[0];
        var difference = pair[Metric.Auroc].Difference;
        Assert.Equal(
            $"{Signed(difference.Value!.Value)} ({Signed(difference.Interval!.Value.Low)} to {Signed(difference.Interval.Value.High)}) p "
            + $"{MeasureText.P(pair[Metric.Auroc].P)}",
            Page.Figure("test/complete fusion-mri auroc"));
        Assert.Equal(
            $"({Signed(pair.DeLong!.Interval.Low)} to {Signed(pair.DeLong.Interval.High)}) p {MeasureText.P(pair.DeLong.P)}",
            Page.Figure("test/complete fusion-mri auroc.delong"));
        foreach (var fold in Contents.Figures.HeldOutFolds)
            foreach (var model in fold.Models)
                Assert.Equal(Number(model.Auroc!.Value), Page.Figure($"fold {fold.Fold} {model.Model} auroc"));
        var group = Contents.Figures.Subgroups[0].Groups[0];
        Assert.Equal(Text(group.Models[^1].Figures!.Auroc), Page.Figure($"{group.Key} fusion auroc"));
        Assert.Equal("1.500", Page.Figure("importance CRP_mg_per_l"));
    }

    [Fact]
    public void Repeats_are_shown_where_there_are_some()
    {
        Assert.Null(Page.QuerySelector("#repeats"));
        var model = new ModelRepeats("fusion", "Late-fusion", [.81, .85], new RepeatSpread(.83, .0283, .81, .85), .84, new Interval(.7, .91),
            new PatientSpread(.05, .04, .125, .3), 7);
        var repeated = Contents with { Figures = Contents.Figures with { Repeats = new RepeatPerformance(2, 240, 80, [model]) } };
        var page = ReportPage.Parse(System.Text.Encoding.UTF8.GetString(HtmlReport.Render(repeated)));
        Assert.Equal("0.830 (0.028)", page.Figure("repeats fusion auroc"));
        Assert.Equal("0.840 (0.700–0.910)", page.Figure("repeats fusion pooled"));
        Assert.Equal("7", page.Figure("repeats fusion changed"));
        Assert.Contains("The repeats under Folds", page.QuerySelector("#limits")!.TextContent);
    }

    [Theory]
    [InlineData(600, false), InlineData(200, true)]
    public void With_few_patients_the_DeLong_logit_interval_stands_beside_the_first_figures(int patients, bool isFew)
    {
        var made = new MadeReport { Patients = patients }.Contents();
        var page = ReportPage.Parse(System.Text.Encoding.UTF8.GetString(HtmlReport.Render(made)));
        Assert.Equal(isFew, made.Figures.Populations[0].Cases < 30);
        var result = page.QuerySelector("#result")!;
        Assert.Equal(isFew ? 3 : 0, result.QuerySelectorAll("[data-figure$=delong]").Length);
        Assert.Equal(isFew, result.Words().Contains("bootstrap intervals are too narrow", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(.02, .20, .01, .19, "First ranked these patients better")]
    [InlineData(-.20, -.02, -.19, -.01, "Second ranked these patients better")]
    [InlineData(.02, .20, -.01, .19, "these patients do not show that one of the two ranks better")]
    [InlineData(-.02, .20, .01, .19, "these patients do not show that one of the two ranks better")]
    public void A_model_is_called_better_only_where_both_intervals_leave_out_zero(double low, double high, double deLongLow, double deLongHigh, string verdict)
    {
        var auroc = new MeasureDifference(Metric.Auroc, new Estimate((low + high) / 2, null, new Interval(low, high)), .04);
        var pair = new PairedDifference("a", "b", new DeLongDifference(new Interval(deLongLow, deLongHigh), .04), [auroc]);
        var population = Contents.Figures.Populations[0] with
        { Models = [new ModelPerformance("a", "First", null, null), new ModelPerformance("b", "Second", null, null)] };
        Assert.Equal(verdict, Comparison.Of(population, pair).Verdict);
    }

    private static string Text(Estimate estimate) => estimate.Value is not { } value ? "undefined"
        : estimate.Interval is { } interval ? $"{Number(value)} ({Range(interval)})"
        : $"{Number(value)} (no CI)";

    private static string Text(Proportion share) => share.Value is { } value ? $"{Number(value)} ({Range(share.Wilson!.Value)})" : "undefined";

    private static string Range(Interval interval) =>
        interval.Low < 0 ? $"{Signed(interval.Low)} to {Signed(interval.High)}" : $"{Number(interval.Low)}–{Number(interval.High)}";

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Signed(double value) => value > 0 ? $"+{Number(value)}" : Number(value);
}
