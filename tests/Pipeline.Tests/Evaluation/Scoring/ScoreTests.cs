using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Scoring;
using AxSpa.Pipeline.Predictors;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation.Scoring;

public sealed class ScoreTests
{
    [Fact]
    public void Models_are_compared_on_the_rows_that_all_scored_and_shown_on_all_rows()
    {
        using var made = MadeTable.OfTwoModels();
        var report = made.Report();
        Assert.Equal(["complete", "all"], report.Populations.Select(population => population.Key));
        Assert.Equal((59, 60), (report.Populations[0].Rows, report.Populations[1].Rows));
        Assert.Equal("no probability in 1 of 60 rows", report.Populations[1].Models[1].NotAvailable);
        Assert.NotNull(report.Populations[1].Models[0].Figures);
        var difference = Assert.Single(report.Populations[0].Differences);
        Assert.Equal(("ours_probability", "theirs_probability"), (difference.First, difference.Second));
        Assert.NotNull(difference[Metric.Auroc].P);
        Assert.NotNull(report.Populations[0].Curves);
        Assert.Contains(report.Notes, note => note.StartsWith("Rows without a probability of some model: 1.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_text_begins_with_a_line_for_each_model()
    {
        using var made = MadeTable.OfTwoModels();
        var lines = MetricsText.Render(made.Report()).Split('\n');
        Assert.Matches(@"^\[ours_probability\]   AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", lines[0]);
        Assert.Matches(@"^\[theirs_probability\] AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", lines[1]);
        Assert.DoesNotContain(lines, line => line.Contains("NaN", StringComparison.Ordinal));
    }

    [Fact]
    public void A_runs_own_predictions_have_the_figures_of_its_report()
    {
        var table = MadePredictions.Table(300);
        var populations = MadePredictions.Populations(table);
        var run = RunReport.Of(table, MadePredictions.Fit(table), null, MadePredictions.Bootstrap(populations, 100), null, null, new EvaluationOptions(), 42);
        using var made = new MadeTable("");
        PredictionFile.Write(made.Path, table);
        var scored = made.Report(new ScoreOptions { Where = ["set=test"], Thresholds = ["0.4"] });
        var (ours, theirs) = (run.Populations[0].Models[2].Figures!, scored.Populations[0].Models[2].Figures!);
        Assert.Equal("fusion_probability", scored.Models[2].Name);
        Assert.Equal(ours.Auroc, theirs.Auroc); // the same draws too
        Assert.Equal(ours.Brier, theirs.Brier);
        Assert.Equal(ours.Decision with { Threshold = 0.4 }, theirs.Decision);
    }

    [Fact]
    public void The_empty_columns_of_a_run_without_MRI_are_passed_over()
    {
        var table = MadePredictions.Table(200, mri: false);
        using var made = new MadeTable("");
        PredictionFile.Write(made.Path, table);
        Assert.Equal(["clinical_probability", "fusion_probability"], made.Report().Models.Select(model => model.Name));
    }

    [Fact]
    public void Rows_of_one_patient_are_drawn_together_so_repeating_them_makes_nothing_more_certain()
    {
        var rows = MadePredictions.Table(240, mri: false).Rows.Take(120).ToArray();
        string Line(int i) => FormattableString.Invariant($"{rows[i].PatientId},{(rows[i].IsCase ? 1 : 0)},{rows[i][PredictorId.Fusion]!.Probability:R}\n");
        using var once = new MadeTable($"patient_id,label,probability\n{string.Concat(Enumerable.Range(0, 120).Select(Line))}");
        using var thrice = new MadeTable($"patient_id,label,probability\n{string.Concat(Enumerable.Range(0, 360).Select(i => Line(i / 3)))}");
        var (one, three) = (once.Report().Populations[0], thrice.Report().Populations[0]);
        Assert.Equal((120, 360, 120), (one.Rows, three.Rows, three.Patients));
        var (a, b) = (one.Models[0].Figures!, three.Models[0].Figures!);
        Assert.Equal(a.Auroc.Interval!.Value.Low, b.Auroc.Interval!.Value.Low, 1e-12);
        Assert.Equal(a.DeLong!.StandardError, b.DeLong!.StandardError, 1e-12);
        Assert.NotNull(a.Decision.Sensitivity.Wilson);
        Assert.Null(b.Decision.Sensitivity.Wilson); // 360 rows are not 360 patients
        Assert.NotNull(b.Decision.Sensitivity.Bootstrap);
        Assert.Null(b.Calibration.Line!.Slope.Interval);
        Assert.Contains(three.Warnings, warning => warning.StartsWith("360 rows of 120 patients", StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_come_from_columns_by_value_or_by_band()
    {
        using var made = MadeTable.OfTwoModels();
        var report = made.Report(new ScoreOptions { Subgroups = ["sex", "age:40"] });
        Assert.Equal(["sex", "age"], report.Subgroups.Select(subgroup => subgroup.Column));
        Assert.Equal(["F", "M"], report.Subgroups[0].Groups.Select(group => group.Group!.Level));
        Assert.Equal(["under 40", "40 and over"], report.Subgroups[1].Groups.Select(group => group.Group!.Level));
        Assert.Equal(59, report.Subgroups[1].Groups.Sum(group => group.Rows));
    }

    [Fact]
    public void A_threshold_is_given_for_all_for_one_or_chosen_here()
    {
        using var made = MadeTable.OfTwoModels();
        Assert.Equal([0.5, 0.5], Thresholds());
        Assert.Equal([0.3, 0.6], Thresholds("theirs_probability=0.6", "0.3"));
        var report = made.Report(new ScoreOptions { Thresholds = ["youden"] });
        Assert.Equal("Youden's, on these very rows", report.Models[0].ThresholdFrom);
        Assert.Contains(report.Notes, note => note.Contains("better than they will be", StringComparison.Ordinal));

        double?[] Thresholds(params string[] given) => [.. made.Report(new ScoreOptions { Thresholds = [.. given] }).Models.Select(model => model.Threshold)];
    }

    [Fact]
    public void One_class_is_judged_as_far_as_it_can_be()
    {
        using var made = new MadeTable("outcome,probability\nill,0.2\nill,0.7\n");
        var figures = made.Report(new ScoreOptions { Label = "outcome", Positive = ["ill"] }).Populations[0].Models[0].Figures!;
        Assert.Equal("there is no control", figures.Auroc.Undefined);
        Assert.Equal((0.64 + 0.09) / 2, figures.Brier.Value!.Value, 1e-15);
        Assert.Equal("there is no control", figures.Brier.NoInterval);
        Assert.Equal(0.5, figures.Decision.Sensitivity.Value);
        Assert.Equal("there is no control", figures.Decision.Specificity.Undefined);
    }

    [Theory]
    [InlineData("label,p\n1,0.5\n", "no column that is named 'probability' or ends in '_probability' holds a value. Say which hold probabilities with --probability. Columns: label, p.")]
    [InlineData("lable,probability\n1,0.5\n", "there is no column 'label', which --label names. Did you mean 'lable'?")]
    [InlineData("label,probability\n1,0.5\n0,1.5\n", "row 2 (line 3), column 'probability': '1.5' is not a probability from 0 to 1.")]
    [InlineData("label,probability\n1,0.5\n0,high\n", "row 2 (line 3), column 'probability': 'high' is not a probability from 0 to 1.")]
    [InlineData("label,probability\n1,0.5\naxSpA,0.1\n", "row 2 (line 3), column 'label': a value of the form 'xxxxx' is not 0 or 1. Say which values count as a case with --positive VALUE.")]
    [InlineData("label,probability\n1,0.5\n,0.1\n", "row 2 (line 3), column 'label': '' is no label, and every row needs one.")]
    [InlineData("patient_id,label,probability\np1,1,0.5\nNA,0,0.1\n", "row 2 (line 3), column 'patient_id': 'NA' is no patient id, and every row needs one.")]
    public void A_table_that_cannot_be_used_is_refused_with_row_column_value_and_rule(string text, string says)
    {
        using var made = new MadeTable(text);
        Assert.Contains(says, Assert.ThrowsAny<RefusedInputException>(() => made.Report()).Message);
    }

    [Fact]
    public void What_is_asked_of_a_table_is_checked_too()
    {
        using var made = MadeTable.OfTwoModels();
        string Says(ScoreOptions options) => Assert.ThrowsAny<RefusedInputException>(() => made.Report(options)).Message;
        Assert.Contains("there is no column 'x', which --probability names", Says(new ScoreOptions { Probabilities = ["x"] }));
        Assert.Contains("names a column twice", Says(new ScoreOptions { Probabilities = ["ours_probability", "ours_probability"] }));
        Assert.Contains("--threshold 7: '7' is neither a number from 0 to 1 nor youden.", Says(new ScoreOptions { Thresholds = ["7"] }));
        Assert.Contains("'our_probability' is not scored. Did you mean 'ours_probability'?", Says(new ScoreOptions { Thresholds = ["our_probability=0.5"] }));
        Assert.Contains("--where set: expected COLUMN=VALUE", Says(new ScoreOptions { Where = ["set"] }));
        Assert.Contains("no row is left by --where sex=x", Says(new ScoreOptions { Where = ["sex=x"] }));
        Assert.Contains("'old' is no number. Bands are written as age:30,45.", Says(new ScoreOptions { Subgroups = ["age:30,old"] }));
        Assert.Contains("the limits must rise", Says(new ScoreOptions { Subgroups = ["age:45,30"] }));
        Assert.Contains("'2' of --positive never occurs", Says(new ScoreOptions { Positive = ["2"] }));
        using var apart = new MadeTable("label,a_probability,b_probability\n1,0.5,\n0,,0.5\n");
        Assert.Contains("No row has a probability of each", Assert.Throws<RefusedInputException>(() => apart.Report()).Message);
    }

    [Theory]
    [InlineData("label;probability\n1;0,9\n0;0,2\n", "row 1 (line 2), column 'probability': '0,9' has a decimal comma. Write numbers with a decimal point: 0.9.")]
    [InlineData("label,probability\n1,\"0,9\"\n0,\"0,2\"\n", "'0,9' has a decimal comma. Write numbers with a decimal point: 0.9.")]
    [InlineData("label,probability\n1,0,9\n0,0,2\n", "Numbers with a decimal comma would do that: write them with a point, such as 12.5, or save the table parted by semicolons.")]
    [InlineData("label,probability\n1,1.9\n0,0.2\n", "is not a probability from 0 to 1.")]
    public void A_decimal_comma_is_named_as_the_cause(string table, string expected)
    {
        using var folder = new Imaging.TemporaryFolder();
        File.WriteAllText(folder["t.csv"], table);
        Assert.Contains(expected, Assert.ThrowsAny<RefusedInputException>(() => ScoreTable.Read(folder["t.csv"], new ScoreOptions())).Message);
    }
}
