using System.Text.Json;
using AxSpa.Plots.Tests;
using ScottPlot;
using Xunit;

namespace AxSpa.Extension.Tests;

/// <summary>
/// A branch and a fusion method that live outside src (tests/Extension) are in every place of a run that knows branches or predictors: none of these places
/// names them.
/// </summary>
public sealed class ExtensionTests(ExtendedRun run) : IClassFixture<ExtendedRun>
{
    private const string Branch = "Linear-only", Fusion = "Mean-fusion";

    [Fact]
    public void Its_folds_are_trained_and_kept_like_all_others()
    {
        for (var fold = 0; fold < 5; fold++)
            Assert.True(File.Exists(Path.Combine(run.Root, "folds", $"linear-{fold}", "official.json")), $"linear-{fold}");
        Assert.Contains("linear-0  done", run.Said);
    }

    [Fact]
    public void The_first_three_lines_are_what_they_are_without_it_and_its_own_come_after()
    {
        var lines = run.Result("metrics.txt").Split('\n');
        Assert.Equal(["[MRI-only] ", "[Clinical-only] ", "[Late-fusion] ", "[Linear-only] ", "[Mean-fusion] "],
            lines.Take(5).Select(line => line[..(line.IndexOf(']') + 2)]));
        Assert.All(lines.Take(5), line => Assert.Contains("AUROC: ", line));
    }

    [Fact]
    public void Every_table_of_the_figures_has_its_rows_and_every_pair_is_compared()
    {
        using var metrics = JsonDocument.Parse(run.Result("metrics.json"));
        var populations = metrics.RootElement.GetProperty("populations").EnumerateArray().ToList();
        Assert.NotEmpty(populations);
        Assert.All(populations, population => Assert.Equal(
            ["mri", "clinical", "fusion", "linear", "mean"],
            population.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString())));
        var pairs = populations[0].GetProperty("differences")
            .EnumerateArray()
            .Select(pair => $"{pair.GetProperty("first")}-{pair.GetProperty("second")}")
            .ToHashSet();
        Assert.Superset(new HashSet<string> { "fusion-linear", "mean-linear", "mean-mri", "fusion-mean", "mri-linear", "clinical-linear" }, pairs);
        var text = run.Result("metrics.txt");
        Assert.Equal(text.Split("\n  Clinical-only  ").Length, text.Split($"\n  {Branch}  ").Length);
        Assert.Equal(text.Split("\n  Clinical-only  ").Length, text.Split($"\n  {Fusion}  ").Length);
    }

    [Fact]
    public void Predictions_have_its_columns_after_those_of_before()
    {
        var header = run.Result("predictions.csv").Split('\n')[0];
        Assert.EndsWith("fusion_raw,fusion_probability,fusion_positive,linear_raw,linear_probability,linear_positive,mean_raw,mean_probability,mean_positive",
            header.TrimEnd());
        Assert.All(run.Result("predictions.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1),
            row => Assert.DoesNotContain(",,,,", row.TrimEnd()[^40..]));
    }

    [Fact]
    public void The_late_fusion_learns_from_its_probability()
    {
        var features = File.ReadLines(Directory.GetFiles(Path.Combine(run.Root, "fusion"), "features.csv", SearchOption.AllDirectories)[0]).First();
        Assert.Contains("MRI probability,linear probability,", features);
    }

    [Fact]
    public void The_report_and_the_card_say_what_it_is()
    {
        var report = run.Result("report.html");
        Assert.Contains("<strong>Linear branch.</strong> One weight for each input", report);
        Assert.Contains("<strong>Mean-fusion.</strong> The mean of the branches", report);
        Assert.Contains("Mean-fusion: branches", report);
        Assert.Contains("linear.epochs", report);
        Assert.Contains("Mean-fusion", run.Result("model_card.md"));
        Assert.Contains("linear ", run.Result("leaks.txt"));
    }

    [Fact]
    public void What_explains_it_is_its_own_fold_by_fold_and_in_the_report()
    {
        for (var fold = 0; fold < 5; fold++)
            Assert.Single(Directory.GetFiles(Path.Combine(run.Root, "explain", $"linear-{fold}"), "attributions.json", SearchOption.AllDirectories));
        var contributions = Table(run.Result("explanation/linear_contributions.csv")).GroupBy(row => row["patient_id"]).ToList();
        var answers = Table(run.Result("predictions.csv")).ToDictionary(row => row["patient_id"], row => Number(row["linear_raw"]));
        // Of a linear model they add up to its answer: the logit of what the branch says before calibration.
        Assert.NotEmpty(contributions);
        Assert.All(contributions, patient => Assert.Equal(
            Math.Log(answers[patient.Key] / (1 - answers[patient.Key])), patient.Sum(row => Number(row["contribution"])), 1e-3));
        Assert.True(File.Exists(Path.Combine(run.Root, "results", "explanation", "linear_summary.png")));
        var report = run.Result("report.html");
        Assert.Contains("Weighted differences of the linear network, one dot per patient", report);
        Assert.Contains("Mean absolute weighted differences of each feature of the linear network.", report);
        Assert.Contains("Expected gradients of the clinical network", report);

        var patient = contributions[0].Key;
        var (code, said) = ExtendedProgram.Axspa(
            "explain", "--run", run.Root, "--workspace", run.Workspace, "--patient", patient, "--out", Path.Combine(run.Folder, "why"), "--device", "cpu");
        Assert.True(code == 0, said);
        Assert.Contains("what moves the linear network", said);
        Assert.True(File.Exists(Path.Combine(run.Folder, "why", "linear_contributions.csv")));
    }

    [Fact]
    public void Sentences_about_branches_tell_it_too()
    {
        Assert.Contains("the MRI and linear probabilities of one fold model and the clinical features as they are", run.Result("report.html"));
        Assert.Contains("a 3D ResNet-10 on MRI, a residual fully connected network on clinical features, a linear model on clinical features, and gradient "
            + "boosting on the MRI and linear probabilities and the clinical features (late fusion)", run.Result("model_card.md"));
        Assert.Contains("Can magnetic resonance imaging (MRI), clinical features, and both together by late fusion tell", run.Result("report.html"));
    }

    [Theory]
    [InlineData("roc_curve.png")]
    [InlineData("pr_curve.png")]
    [InlineData("calibration.png")]
    [InlineData("dca_curve.png")]
    [InlineData("fold_figures.png")]
    public void Every_picture_of_predictors_shows_both(string file)
    {
        var path = Path.Combine(run.Root, "results", file);
        Assert.True(File.Exists(path), $"there are {string.Join(", ", Directory.GetFiles(Path.GetDirectoryName(path)!, "*.png").Select(Path.GetFileName))}");
        var picture = new Picture(File.ReadAllBytes(path));
        Assert.True(picture.Count(Color.FromHex("#56B4E9")) > 50, Branch);
        Assert.True(picture.Count(Color.FromHex("#D55E00")) > 50, Fusion);
    }

    [Fact]
    public void A_bundle_holds_it_and_answers_as_the_run_did()
    {
        var (bundle, answers) = (Path.Combine(run.Folder, "model.axspa"), Path.Combine(run.Folder, "answers.csv"));
        var (code, said) = ExtendedProgram.Axspa("export", run.Root, "--out", bundle);
        Assert.True(code == 0, said);
        var cohort = Path.Combine(run.Folder, "cohort.yaml");
        File.WriteAllText(cohort, "name: again\ncohort: { clinical: tiny/clinical.csv, mri: { folder: tiny/mri } }\n");
        (code, said) = ExtendedProgram.Axspa("predict", "--bundle", bundle, "--cohort", cohort, "--out", answers);
        Assert.True(code == 0, said);
        var (ours, theirs) = (Table(File.ReadAllText(answers)), Table(run.Result("predictions.csv")));
        var fresh = theirs.Where(row => row["set"] != "train").ToList();
        Assert.NotEmpty(fresh);
        foreach (var row in fresh)
            foreach (var column in (string[])["linear_probability", "mean_probability", "fusion_probability", "mri_probability"])
                Assert.Equal(row[column], ours.Single(one => one["patient_id"] == row["patient_id"])[column]);

        (code, said) = ExtendedProgram.PlainAxspa("predict", "--bundle", bundle, "--cohort", cohort, "--out", Path.Combine(run.Folder, "never.csv"));
        Assert.Equal(2, code);
        Assert.Contains("linear", said);
    }

    [Fact]
    public void A_program_without_it_refuses_its_keys()
    {
        var (code, said) = ExtendedProgram.PlainAxspa("run", run.Specification, "--workspace", Path.Combine(run.Folder, "elsewhere"));
        Assert.Equal(2, code);
        Assert.Contains("unknown key 'linear'", said);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Table(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd().Split(',')).ToList();
        return [.. lines.Skip(1).Select(row => lines[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
