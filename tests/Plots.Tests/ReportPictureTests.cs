using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Plots.Tests;

public sealed class ReportPictureTests
{
    [Theory]
    [InlineData("three_models", 240, 3), InlineData("one_model", 240, 1), InlineData("few_patients", 24, 2)]
    public void A_report_has_its_five_pictures_drawn_from_the_record_alone(string name, int patients, int models)
    {
        var report = Report(patients, models);
        var drawn = ReportPictures.Of(report).ToArray();
        Assert.Equal(["roc_curve.png", "pr_curve.png", "dca_curve.png", "calibration.png", "confusion.png"], drawn.Select(picture => picture.Name));
        Assert.All(drawn, picture => MadeCurves.Show($"{name}_{picture.Name}", picture.Png));
        foreach (var (picture, looks) in drawn.Zip(LooksOf(report, models)))
            Assert.True(looks.Troubles(picture.Png) is [], $"{picture.Name}: {string.Join("; ", looks.Troubles(picture.Png))}");
        Assert.Equal(drawn.Select(picture => picture.Png), ReportPictures.Of(MetricsJson.Read(MetricsJson.Render(report))).Select(picture => picture.Png));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void One_class_or_no_draws_still_have_pictures(bool oneClass) =>
        Assert.All(
            ReportPictures.Of(Report(20, 2, oneClass ? _ => true : null, draws: oneClass ? 50 : 0)).Zip(Sizes(models: 2), (picture, size) => (picture, size)),
            one => Assert.Empty(new Looks(one.size.Width, one.size.Height, [], []).Troubles(one.picture.Png)));

    [Fact]
    public void Folds_and_subgroups_have_their_own()
    {
        HeldOutPerformance Of(string model, double auroc) => new(model.ToLowerInvariant(), model, auroc, auroc, 1 - auroc);
        var report = Report(300, 3);
        report = report with
        {
            HeldOutFolds = [.. Enumerable.Range(0, 5).Select(k => new HeldOutFold(k, 40, 16,
                [Of("MRI-only", .7 + .04 * k), Of("Clinical-only", .8 - .02 * k), Of("Late-fusion", .9)]))],
            Subgroups =
            [
                new SubgroupPerformance("sex", report.Headline!.Key, [Group(report, "sex", "Female", .84), Group(report, "sex", "Male", .9)]),
                new SubgroupPerformance("age_years", report.Headline.Key,
                    [Group(report, "age_years", "under 30", .7), Group(report, "age_years", "30 and over", null)]),
            ],
        };
        var drawn = ReportPictures.Of(report).ToDictionary(picture => picture.Name, picture => picture.Png);
        MadeCurves.Show("fold_figures.png", drawn["fold_figures.png"]);
        MadeCurves.Show("subgroups.png", drawn["subgroups.png"]);
        Assert.Equal(7, drawn.Count);
        Assert.Empty(new Looks(2000, 760, [], FigureStyle.Palette[..3], Columns: 2).Troubles(drawn["fold_figures.png"]));
        Assert.Empty(new Looks(1400, 330 + 6 * 58,
            [new Panel($"{report.Headline!.Title}\nLate-fusion; cases/patients in brackets", "AUROC", LinesBelow: 3)], [FigureStyle.Palette[2]])
            .Troubles(drawn["subgroups.png"]));
    }

    [Fact]
    public void Subgroups_without_an_AUROC_have_no_picture()
    {
        var report = Report(300, 3);
        Assert.Null(SubgroupPlot.Draw(report.Headline!, [new SubgroupPerformance("sex", report.Headline!.Key, [Group(report, "sex", "Female", null)])]));
        Assert.Null(SubgroupPlot.Draw(report.Headline, []));
    }

    private static PopulationPerformance Group(EvaluationReport report, string column, string level, double? auroc) => report.Headline! with
    {
        Group = new PatientGroup(column, level),
        Patients = 60,
        Cases = 20,
        Models = [.. report.Headline.Models.Select(model => model with
        {
            Figures = model.Figures! with
            {
                Auroc = auroc is null ? Estimate.Missing("fewer than 5 cases or controls") : new Estimate(auroc, null),
                DeLong = auroc is { } value ? new DeLongIntervals(.05, new Interval(value - .1, value + .1), new Interval(value - .12, value + .07)) : null,
            },
        })],
    };

    /// <summary>Of the five pictures of every report.</summary>
    private static (int Width, int Height)[] Sizes(int models)
    {
        var panel = models switch { 1 => 1200, 2 => 1000, _ => 800 };
        return [(1200, 1000), (1200, 1120), (2400, 1000), (panel * models, 1080), (panel * models, 760)];
    }

    private static IEnumerable<Looks> LooksOf(EvaluationReport report, int models)
    {
        var population = report.Headline!;
        var title = $"{population.Title}\n{population.Cases} cases, {population.Controls} controls";
        var bands = $"Bands: 95% pointwise, 200 draws{(population.Cases < 30 ? "; too narrow for so few" : "")}";
        var (sizes, colors) = (Sizes(models), FigureStyle.Palette[..models]);
        Looks Of(int picture, Panel[] panels, int columns = 1) => new(sizes[picture].Width, sizes[picture].Height, panels, colors, Columns: columns);
        yield return Of(0, [new Panel(title, "1 − specificity", "Sensitivity")]);
        yield return Of(1, [new Panel(title, "Recall (sensitivity)", "Precision (positive predictive value)", LinesBelow: 3 + models)]);
        yield return Of(2,
        [
            new Panel(title, "Threshold probability", "Net benefit (true positives per patient)"),
            new Panel($"Against treating everybody\n{bands}", "Threshold probability", "Interventions avoided per 100 patients"),
        ], columns: 2);
        var judged = population.Models.Where(model => model.Figures is not null);
        yield return Of(3, [.. judged.Select((model, i) => new Panel(
            i == 0 ? $"{title}\n{model.Title}" : model.Title, "Predicted probability", "Observed share of cases", LinesBelow: 5))], models) with
        { TitleSize = 25 };
        yield return Of(4, []) with { Colors = [] }; // cells in shades of the models' colours, without axes
    }

    [Fact]
    public void Nobody_has_none() => Assert.Empty(ReportPictures.Of(Report(0, 2)));

    /// <summary>Models at 0.35 over made patients, all of them test patients.</summary>
    private static EvaluationReport Report(int patients, int models, Func<int, bool>? isCase = null, int draws = 200)
    {
        var scores = Enumerable.Range(0, 3).Select(model => MadeCurves.Scores(model, patients).Score).ToArray();
        var labels = MadeCurves.Scores(0, patients).IsCase;
        ModelScore? Score(int model, int i) => model < models ? new ModelScore(scores[model][i], scores[model][i], scores[model][i] >= .35) : null;
        var table = ThreePredictors.Table([.. Enumerable.Range(0, patients).Select(i =>
            ThreePredictors.Patient($"p{i}", PatientSet.Test, isCase?.Invoke(i) ?? labels[i], Score(0, i), Score(1, i), Score(2, i)))]);
        var fit = new FitSummary([.. ThreePredictors.All.Select(
            model => new ModelFit(model, ThreePredictors.All.IndexOf(model) < models ? null : "not there", null, .35))],
            null, []);
        var shard = BootstrapShard.Compute(RunPopulations.Of(table, fit, null), 42, new DrawRange(0, draws));
        return RunReport.Of(table, fit, null, BootstrapMerge.Merge([shard], draws, .95), null, null, new EvaluationOptions(), 42);
    }
}
