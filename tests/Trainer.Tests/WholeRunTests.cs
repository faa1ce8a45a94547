using AxSpa.Pipeline.Runs;
using Xunit;

namespace AxSpa.Trainer.Tests;

/// <summary>All jobs of one small run, done one after the other as a coordinator would ask for them.</summary>
public sealed class WholeRunTests
{
    private const int Folds = 3;

    [Fact]
    public async Task The_same_specification_gives_the_same_results_byte_for_byte_whatever_died_on_the_way()
    {
        using var undisturbed = new MadeRun();
        using var disturbed = new MadeRun();

        var first = await Run(undisturbed, [Branch.Clinical], shardSize: 20, dieInFold: false);
        var second = await Run(disturbed, [Branch.Clinical], shardSize: 25, dieInFold: true);

        Assert.Equal(EqualSet(undisturbed, first), EqualSet(disturbed, second));
        Assert.Equal(ReportWithoutOrigin(undisturbed, first), ReportWithoutOrigin(disturbed, second));
    }

    [Fact]
    public async Task A_run_with_scans_reports_all_three_models()
    {
        using var run = new MadeRun(epochs: 2, withScans: true);

        var files = await Run(run, [Branch.Mri, Branch.Clinical], shardSize: 40, dieInFold: false);

        var metrics = files.Single(file => Path.GetFileName(file.Path) == "metrics.txt");
        var headlines = File.ReadLines(Path.Combine(run.Workspace, metrics.Path)).Take(3).ToArray();
        Assert.Matches(@"^\[MRI-only\]      AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", headlines[0]);
        Assert.Matches(@"^\[Clinical-only\] AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", headlines[1]);
        Assert.Matches(@"^\[Late-fusion\]   AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", headlines[2]);
        var report = File.ReadAllText(Path.Combine(run.Workspace, files.Single(file => Path.GetFileName(file.Path) == "report.html").Path));
        var pictures = files.Where(file => file.Path.EndsWith(".png", StringComparison.Ordinal)).ToLookup(
            file => Path.GetFileName(file.Path).Split('_')[0] is "case" or "control", file => Convert.ToBase64String(File.ReadAllBytes(Path.Combine(run.Workspace, file.Path))));
        Assert.All(pictures[false], picture => Assert.Contains(picture, report));
        Assert.NotEmpty(pictures[true]);
        Assert.All(pictures[true], ofOnePatient => Assert.DoesNotContain(ofOnePatient, report));
        foreach (var patient in File.ReadLines(Path.Combine(run.Workspace, "data", "clinical.csv")).Skip(1).Select(line => line.Split(',')[0]))
            Assert.DoesNotContain(patient, report);
        Assert.DoesNotContain(run.Workspace, report);
        Show(run, files);
        await ScansThatAreGoneAreToldWithoutTheirNames(run, files);
    }

    private static async Task ScansThatAreGoneAreToldWithoutTheirNames(MadeRun run, List<StoredFile> files)
    {
        var scans = Path.Combine(run.Workspace, "data", "mri");
        Directory.Move(scans, scans + "-elsewhere");
        using var trainer = new StartedTrainer(run.Workspace);
        await trainer.Hear();
        var inputs = files.Where(file => !file.Path.Contains("/explain/", StringComparison.Ordinal) && !file.Path.Contains("/report/", StringComparison.Ordinal));
        var (end, before) = await trainer.Do(run.Job(JobKind.Explain, "explain", inputs, attempt: 2));
        Assert.True(end is TrainerLine.Completed, end.ToString());
        var warnings = before.OfType<TrainerLine.Warning>().Select(warning => warning.Text).ToList();
        Assert.Contains("No map: scan 1 of the test case with the highest probability is gone; a map in a scan's own space needs the scan.", warnings);
        Assert.DoesNotContain(warnings, warning => warning.Contains("AX", StringComparison.Ordinal) || warning.Contains(scans, StringComparison.Ordinal));
    }

    private static async Task<List<StoredFile>> Run(MadeRun run, Branch[] branches, int shardSize, bool dieInFold)
    {
        const int draws = 40;
        var trainer = new StartedTrainer(run.Workspace);
        try
        {
            await trainer.Hear();
            var cohort = (await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []))).Files;
            var folds = new List<StoredFile>();
            foreach (var fold in from branch in branches from k in Enumerable.Range(0, Folds) select new FoldId(branch, k))
            {
                var job = run.Job(JobKind.TrainFold, fold.ToString(), cohort, fold: fold);
                if (dieInFold && fold.Index == 1)
                {
                    trainer.Send(JobJson.Write(job));
                    await trainer.Hear();
                    trainer.Dispose();
                    trainer = new StartedTrainer(run.Workspace);
                    await trainer.Hear();
                    job = job with { Attempt = 2 };
                }
                folds.AddRange((await trainer.MustDo(job)).Files);
            }
            var fusion = (await trainer.MustDo(run.Job(JobKind.FitFusion, "fusion", [.. cohort, .. folds]))).Files;
            var shards = new List<StoredFile>();
            for (var start = 0; start < draws; start += shardSize)
                shards.AddRange((await trainer.MustDo(run.Job(
                    JobKind.BootstrapShard, $"bootstrap-{start / shardSize}", [.. cohort, .. fusion],
                    draws: new DrawRange(start, Math.Min(shardSize, draws - start))))).Files);
            var explained = (await trainer.MustDo(run.Job(JobKind.Explain, "explain", [.. cohort, .. fusion, .. folds]))).Files;
            var report = (await trainer.MustDo(run.Job(JobKind.Report, "report", [.. cohort, .. fusion, .. folds, .. explained, .. shards]))).Files;
            return [.. cohort, .. folds, .. fusion, .. explained, .. report];
        }
        finally
        {
            trainer.Dispose();
        }
    }

    /// <summary>Set AXSPA_PLOTS_OUT to a folder to look at the figures.</summary>
    private static void Show(MadeRun run, List<StoredFile> files)
    {
        if (Environment.GetEnvironmentVariable("AXSPA_PLOTS_OUT") is not { Length: > 0 } folder)
            return;
        foreach (var picture in files.Where(file => file.Path.EndsWith(".png", StringComparison.Ordinal) || file.Path.EndsWith(".html", StringComparison.Ordinal)))
            File.Copy(Path.Combine(run.Workspace, picture.Path), Path.Combine(folder, Path.GetFileName(picture.Path)), overwrite: true);
    }

    /// <summary>Its last part says when, where and with what it was made.</summary>
    private static string ReportWithoutOrigin(MadeRun run, List<StoredFile> files)
    {
        var html = File.ReadAllText(Path.Combine(run.Workspace, files.Single(file => Path.GetFileName(file.Path) == "report.html").Path));
        var origin = html.IndexOf("<section id=\"origin\"", StringComparison.Ordinal);
        Assert.True(origin > 0);
        return html[..origin];
    }

    /// <summary>What must not depend on time, place or attempts: each file's place among the results, and its content.</summary>
    private static string[] EqualSet(MadeRun run, List<StoredFile> files)
    {
        HashSet<string> names =
        [
            "split.csv", "oof.csv", "holdout.csv", "history.csv", "weights.safetensors", "model.json", "features.csv", "shap.csv",
            "predictions.csv", "metrics.json", "metrics.txt", "roc_curve.png", "pr_curve.png", "dca_curve.png", "shap_summary.png",
            "training_curves.png", "calibration.png", "confusion.png", "fold_figures.png", "subgroups.json", "table_1.csv", "model_card.md",
            "shap_bar.png", "shap_dependence.png", "clinical_contributions.csv",
            "clinical_summary.png", "clinical_bar.png", "case_highest_waterfall.png", "control_lowest_waterfall.png",
        ];
        var equal = files.Where(file => names.Contains(Path.GetFileName(file.Path))).ToArray();
        Assert.Equal(names.Order(), equal.Select(file => Path.GetFileName(file.Path)).Distinct().Order());
        Assert.All(equal, file => Assert.True(File.Exists(Path.Combine(run.Workspace, file.Path)), file.Path));
        return [.. equal.Select(file => $"{file.Path.Replace("attempt-2", "attempt-1", StringComparison.Ordinal)} {file.Sha256}").Order(StringComparer.Ordinal)];
    }
}
