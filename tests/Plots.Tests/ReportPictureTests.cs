using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
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
        Assert.Equal(drawn.Select(picture => picture.Png), ReportPictures.Of(MetricsJson.Read(MetricsJson.Render(report))).Select(picture => picture.Png));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void One_class_or_no_draws_still_have_pictures(bool oneClass) =>
        Assert.Equal(5, ReportPictures.Of(Report(20, 2, oneClass ? _ => true : null, draws: oneClass ? 50 : 0)).Count());

    [Fact]
    public void Folds_and_subgroups_have_their_own()
    {
        HeldOutFigures Of(string model, double auroc) => new(model.ToLowerInvariant(), model, auroc, auroc, 1 - auroc);
        var report = Report(300, 3);
        report = report with
        {
            HeldOutFolds = [.. Enumerable.Range(0, 5).Select(k => new HeldOutFold(k, 40, 16, [Of("MRI-only", .7 + .04 * k), Of("Clinical-only", .8 - .02 * k), Of("Late-fusion", .9)]))],
            Subgroups =
            [
                new SubgroupFigures("sex", report.Headline!.Key, [Group(report, "sex", "Female", .84), Group(report, "sex", "Male", .9)]),
                new SubgroupFigures("age_years", report.Headline.Key, [Group(report, "age_years", "under 30", .7), Group(report, "age_years", "30 and over", null)]),
            ],
        };
        var drawn = ReportPictures.Of(report).ToDictionary(picture => picture.Name, picture => picture.Png);
        MadeCurves.Show("fold_figures.png", drawn["fold_figures.png"]);
        MadeCurves.Show("subgroups.png", drawn["subgroups.png"]);
        Assert.Equal(7, drawn.Count);
    }

    [Fact]
    public void Subgroups_without_an_AUROC_have_no_picture()
    {
        var report = Report(300, 3);
        Assert.Null(SubgroupPlot.Draw(report.Headline!, [new SubgroupFigures("sex", report.Headline!.Key, [Group(report, "sex", "Female", null)])]));
        Assert.Null(SubgroupPlot.Draw(report.Headline, []));
    }

    private static PopulationFigures Group(EvaluationReport report, string column, string level, double? auroc) => report.Headline! with
    {
        Group = new PatientGroup(column, level),
        Patients = 60,
        Cases = 20,
        Models = [.. report.Headline.Models.Select(model => model with
        {
            Figures = model.Figures! with
            {
                Auroc = auroc is null ? Estimate.Missing("fewer than 5 cases or controls") : new Estimate(auroc, null),
                DeLong = auroc is { } value ? new DeLongFigures(.05, new Interval(value - .1, value + .1), new Interval(value - .12, value + .07)) : null,
            },
        })],
    };

    [Fact]
    public void Nobody_has_none() => Assert.Empty(ReportPictures.Of(Report(0, 2)));

    /// <summary>Models at 0.35 over made patients, all of them test patients.</summary>
    private static EvaluationReport Report(int patients, int models, Func<int, bool>? isCase = null, int draws = 200)
    {
        var scores = Enumerable.Range(0, 3).Select(model => MadeCurves.Scores(model, patients).Score).ToArray();
        var labels = MadeCurves.Scores(0, patients).IsCase;
        ModelScore? Score(int model, int i) => model < models ? new ModelScore(scores[model][i], scores[model][i], scores[model][i] >= .35) : null;
        var table = new PredictionTable([.. Enumerable.Range(0, patients).Select(i =>
            new PatientPrediction($"p{i}", PatientSet.Test, isCase?.Invoke(i) ?? labels[i], Score(0, i), Score(1, i), Score(2, i)))]);
        var fit = new FitSummary([.. PredictionTable.AllModels.Select(model => new ModelFit(model, (int)model < models ? null : "not there", null, .35))], null, []);
        var shard = BootstrapShard.Compute(RunPopulations.Of(table, fit, null), 42, new DrawRange(0, draws));
        return RunReport.Of(table, fit, null, BootstrapMerge.Merge([shard], draws, .95), null, null, new EvaluationOptions(), 42);
    }
}
