using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Explanation;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class ReportTests
{
    private static EvaluationReport Report(PredictionTable table, int draws = 50, SubgroupTable? subgroups = null)
    {
        var bootstrap = MadePredictions.Bootstrap(MadePredictions.Populations(table, subgroups), draws);
        return RunReport.Of(table, MadePredictions.Fit(table), subgroups, bootstrap, Shap, splitHash: null, new EvaluationOptions(), 42);
    }

    private static string Headline(EvaluationReport report, PredictorId model) =>
        MetricsText.Headline(report, report.Models.Single(one => one.Name == model.Key));

    private static readonly ShapTable Shap = new(["ESR", "CRP"], [new("p", PatientSet.Test, 0, [1, 2], [0.25, -1.5])]);

    private static string[] Lines(EvaluationReport report) => MetricsText.Render(report).Split('\n');

    [Fact]
    public void The_file_begins_with_three_lines_of_the_fixed_form()
    {
        var lines = Lines(Report(MadePredictions.Table(400)));
        Assert.Matches(@"^\[MRI-only\]      AUROC: 0\.\d\d \(95% CI 0\.\d\d–[01]\.\d\d\)$", lines[0]);
        Assert.Matches(@"^\[Clinical-only\] AUROC: 0\.\d\d \(95% CI 0\.\d\d–[01]\.\d\d\)$", lines[1]);
        Assert.Matches(@"^\[Late-fusion\]   AUROC: 0\.\d\d \(95% CI 0\.\d\d–[01]\.\d\d\)$", lines[2]);
        Assert.Equal("", lines[3]);
        Assert.Equal("Research use only, not a medical device.", lines[4]);
    }

    [Fact]
    public void The_headline_is_about_test_patients_with_both_modalities()
    {
        var table = MadePredictions.Table(400);
        var rows = table.Rows.Where(r => r is { Set: PatientSet.Test, HasMri: true }).ToArray();
        var figures = Report(table).Populations[0];
        Assert.Equal((PatientSet.Test, Evidence.Complete, rows.Length), (figures.Set, figures.Evidence, figures.Patients));
        Assert.Equal(
            Auroc.Of([.. rows.Select(r => r.IsCase)], [.. rows.Select(r => r[PredictorId.Fusion]!.Probability)]), figures.Models[2].Figures!.Auroc.Value);
        Assert.InRange(figures.Models[2].Figures!.Auroc.Value!.Value, figures.Models[2].Figures!.Auroc.Interval!.Value.Low, 1);
        Assert.Equal([("fusion", "mri"), ("fusion", "clinical"), ("mri", "clinical")], figures.Differences.Select(d => (d.First, d.Second)));
        Assert.NotNull(figures.Differences[0].DeLong);
    }

    [Fact]
    public void An_absent_branch_says_so()
    {
        var lines = Lines(Report(MadePredictions.Table(400, mri: false)));
        Assert.Equal("[MRI-only]      not available (no MRI in this cohort)", lines[0]);
        Assert.StartsWith("[Late-fusion]   AUROC: ", lines[2]);
        Assert.Contains("Test set, all patients: 80 patients", string.Join('\n', lines));
    }

    [Fact]
    public void Without_a_test_set_out_of_fold_and_validation_blocks_follow()
    {
        var report = Report(MadePredictions.Table(400, clinical: false, test: false));
        var lines = Lines(report);
        Assert.Equal("[MRI-only]      not available (no test set in this cohort)", lines[0]);
        Assert.Equal("[Clinical-only] not available (no clinical features in this cohort)", lines[1]);
        Assert.Equal("[Late-fusion]   not available (only the MRI branch is present)", lines[2]);
        Assert.Equal([PatientSet.Train, PatientSet.Validation], report.Populations.Select(p => p.Set));
        Assert.Contains(lines, line => line.StartsWith("Training set, out-of-fold, patients with MRI: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_set_of_one_class_is_undefined_with_a_reason_and_never_NaN()
    {
        var table = MadePredictions.Table(200);
        table = ThreePredictors.Table([.. table.Rows.Where(r => r.Set != PatientSet.Test || !r.IsCase)]);
        var report = Report(table);
        Assert.Equal("[MRI-only]      not available (in the test set there is no case)", Headline(report, PredictorId.Mri));
        var json = Encoding.UTF8.GetString(MetricsJson.Render(report));
        Assert.DoesNotContain("NaN", json);
        var auroc = JsonNode.Parse(json)!["populations"]![0]!["models"]![0]!["figures"]!["auroc"]!;
        Assert.Null(auroc["value"]);
        Assert.Equal("there is no case", (string)auroc["undefined"]!);
    }

    [Fact]
    public void A_handful_of_patients_without_MRI_gets_no_figures_of_ranking()
    {
        var report = Report(MadePredictions.Table(160));
        var few = report.Populations.Single(p => p is { Set: PatientSet.Test, Evidence: Evidence.WithoutMri });
        Assert.InRange(few.Cases, 1, Evaluator.FewestOfAClass - 1);
        var figures = few.Models.Single(m => m.Model == "fusion").Figures!;
        Assert.Equal((null, null, "fewer than 5 cases or controls"), (figures.Auroc.Value, figures.DeLong, figures.Auroc.Undefined));
        Assert.Equal("fewer than 5 cases or controls", figures.Auprc.Undefined);
        Assert.Equal("fewer than 5 cases or controls", few.Differences[0][Metric.Auroc].Difference.Undefined);
        Assert.NotNull(figures.Brier.Value);
        Assert.NotNull(report.Populations[0].Models[0].Figures!.Auroc.Value); // small as it is: the whole of it is shown, with its interval
        Assert.Contains("undefined: fewer than 5 cases or controls", MetricsText.Render(report));
    }

    [Fact]
    public void Without_draws_there_are_values_but_no_intervals() =>
        Assert.EndsWith("(no CI: no bootstrap draws)", Headline(Report(MadePredictions.Table(200), draws: 0), PredictorId.Fusion));

    [Fact]
    public void Json_reads_back_as_the_same_report_and_is_the_same_bytes_each_time()
    {
        var report = Report(MadePredictions.Table(300));
        var json = MetricsJson.Render(report);
        Assert.Equal(json, MetricsJson.Render(Report(MadePredictions.Table(300))));
        Assert.Equal(MetricsText.Render(report), MetricsText.Render(MetricsJson.Read(json)));
    }

    [Fact]
    public void The_notes_tell_how_few_cases_validation_has()
    {
        var table = MadePredictions.Table(300);
        var validation = table.Rows.Where(r => r.Set == PatientSet.Validation).ToArray();
        Assert.Contains($"({validation.Length} patients, {validation.Count(r => r.IsCase)} cases)", MetricsText.Render(Report(table)));
    }

    [Fact]
    public void The_features_of_the_fusion_come_by_importance() =>
        Assert.Contains("\n  CRP   1.500\n  ESR   0.250\n", MetricsText.Render(Report(MadePredictions.Table(200))));

    [Fact]
    public void No_line_is_too_wide_for_a_terminal_or_ends_in_a_space() =>
        Assert.All(Lines(Report(MadePredictions.Table(400))).TakeWhile(line => line != "Notes"), line =>
        {
            Assert.InRange(line.Length, 0, 160);
            Assert.False(Regex.IsMatch(line, @"\s$"), line);
        });
}
