using System.Globalization;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using Xunit;

namespace AxSpa.Trainer.Tests;

/// <summary>All jobs of one small run, done one after the other as a coordinator would ask for them.</summary>
public sealed class WholeRunTests(WholeRunTests.Undisturbed undisturbed) : IClassFixture<WholeRunTests.Undisturbed>
{
    private const int Folds = 3;

    /// <summary>The run that others must equal.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal MadeRun Made { get; } = new();

        internal List<StoredFile> Files { get; private set; } = [];

        public async ValueTask InitializeAsync() => Files = await Run(Made, [BranchId.Clinical], shardSize: 20, dieInFold: false);

        public ValueTask DisposeAsync()
        {
            Made.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task The_same_specification_gives_the_same_results_byte_for_byte_whatever_died_on_the_way()
    {
        using var disturbed = new MadeRun();

        var files = await Run(disturbed, [BranchId.Clinical], shardSize: 25, dieInFold: true);

        Assert.Equal(EqualSet(undisturbed.Made, undisturbed.Files), EqualSet(disturbed, files));
        Assert.Equal(ReportWithoutOrigin(undisturbed.Made, undisturbed.Files), ReportWithoutOrigin(disturbed, files));
    }

    [Fact]
    public async Task A_run_with_scans_reports_all_three_models()
    {
        using var run = new MadeRun(epochs: 2, withScans: true);

        var files = await Run(run, [BranchId.Mri, BranchId.Clinical], shardSize: 40, dieInFold: false);

        var metrics = files.Single(file => Path.GetFileName(file.Path) == "metrics.txt");
        var headlines = File.ReadLines(Path.Combine(run.Workspace, metrics.Path)).Take(3).ToArray();
        Assert.Matches(@"^\[MRI-only\]      AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", headlines[0]);
        Assert.Matches(@"^\[Clinical-only\] AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", headlines[1]);
        Assert.Matches(@"^\[Late-fusion\]   AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", headlines[2]);
        var report = File.ReadAllText(Path.Combine(run.Workspace, files.Single(file => Path.GetFileName(file.Path) == "report.html").Path));
        var pictures = files.Where(file => file.Path.EndsWith(".png", StringComparison.Ordinal)).ToLookup(
            file => Path.GetFileName(file.Path).Split('_')[0] is "case" or "control",
            file => Convert.ToBase64String(File.ReadAllBytes(Path.Combine(run.Workspace, file.Path))));
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
        var inputs = files.Where(file =>
            !file.Path.Contains("/explain/", StringComparison.Ordinal) && !file.Path.Contains("/report/", StringComparison.Ordinal));
        var (end, before) = await trainer.Do(run.Job(JobKind.Explain, "explain", inputs, attempt: 2));
        Assert.True(end is TrainerLine.Completed, end.ToString());
        var warnings = before.OfType<TrainerLine.Warning>().Select(warning => warning.Text).ToList();
        Assert.Contains("No map: scan 1 of the test case with the highest probability is gone; a map in a scan's own space needs the scan.", warnings);
        Assert.DoesNotContain(warnings, warning => warning.Contains("AX", StringComparison.Ordinal) || warning.Contains(scans, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_planted_leak_is_said_wherever_figures_are_read()
    {
        var planted = MadeRun.Table(150)
            .Split('\n')
            .Select((line, i) => line.Length == 0 ? line : $"{line},{(i == 0 ? "dose" : line.EndsWith('1') ? 40 + i % 7 : i % 5)}");
        using var run = new MadeRun(epochs: 1, string.Join('\n', planted));

        var files = await Run(run, [BranchId.Clinical], shardSize: 40, dieInFold: false);

        string Text(string name) => File.ReadAllText(Path.Combine(run.Workspace, files.Single(file => Path.GetFileName(file.Path) == name).Path));
        const string alarm = "LEAK ALARM, a feature that tells the label: column 'dose' alone";
        Assert.Contains(alarm, Text("metrics.txt"));
        Assert.Contains("Checks for leaks: 7 made, 1 alarm.", Text("metrics.txt"));
        Assert.Contains("a feature that tells the label: 1 ALARM", Text("leaks.txt"));
        Assert.Contains(alarm, System.Net.WebUtility.HtmlDecode(Text("report.html")));
        Assert.Contains("LEAK ALARM", Text("model_card.md"));
    }

    [Fact]
    public async Task A_repeated_cross_validation_shows_how_far_each_probability_jumps_and_changes_nothing_of_the_first()
    {
        using var twice = new MadeRun(repeats: 2);
        using var disturbed = new MadeRun(repeats: 2);
        string[] ofRepeats = ["split_repeats.csv", "oof_predictions_r2.csv", "oof_repeats.csv"];

        var second = await Run(twice, [BranchId.Clinical], shardSize: 40, dieInFold: false, repeats: 2);
        var third = await Run(disturbed, [BranchId.Clinical], shardSize: 25, dieInFold: true, repeats: 2);

        Assert.Equal(EqualSet(twice, second, ofRepeats), EqualSet(disturbed, third, ofRepeats));
        string[] saysSo = ["metrics.txt", "metrics.json", "model_card.md"];
        Assert.Equal(
            EqualSet(undisturbed.Made, undisturbed.Files).Where(line => !saysSo.Any(line.Contains)),
            EqualSet(twice, second.Where(file => !file.Path.Contains("-r2-", StringComparison.Ordinal))).Where(line => !saysSo.Any(line.Contains)));

        // Dealt anew, each train patient to one fold, whose model is the one that judges them.
        var dealt = Rows(twice, second, "split_repeats.csv").ToDictionary(row => row[0], row => row[1]);
        var train = Rows(twice, second, "split.csv").Where(row => row[1] == "train").ToDictionary(row => row[0], row => row[2]);
        Assert.Equal(train.Keys.Order(StringComparer.Ordinal), dealt.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(train.Count(patient => dealt[patient.Key] != patient.Value), train.Count / 3, train.Count);
        var logits = new Dictionary<string, double>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var held = Rows(twice, second.Where(file => file.Path.Contains($"/clinical-r2-{fold}/", StringComparison.Ordinal)), "oof.csv").ToArray();
            Assert.Equal(dealt.Where(patient => patient.Value == $"{fold}").Select(patient => patient.Key).Order(), held.Select(row => row[0]).Order());
            foreach (var row in held) logits.Add(row[0], Number(row[3]));
        }

        // oof_repeats.csv by hand: of two numbers the mean and |difference|/√2.
        var before = Named(Table(twice, second, "predictions.csv"));
        var after = Named(Table(twice, second, "oof_predictions_r2.csv"));
        Assert.Equal(train.Count, after.Count);
        foreach (var row in Named(Table(twice, second, "oof_repeats.csv")))
        {
            var (a, b) = (before[row.Key], after[row.Key]);
            Assert.Equal(1 / (1 + Math.Exp(-logits[row.Key])), Number(b["clinical_raw"]), 1e-12);
            foreach (var model in new[] { "clinical", "fusion" })
            {
                var (p, q) = (Number(a[$"{model}_probability"]), Number(b[$"{model}_probability"]));
                Assert.Equal((p + q) / 2, Number(row.Value[$"{model}_mean"]), 1e-12);
                Assert.Equal(Math.Abs(p - q) / Math.Sqrt(2), Number(row.Value[$"{model}_sd"]), 1e-12);
                Assert.Equal(Number(a[$"{model}_positive"]) + Number(b[$"{model}_positive"]), Number(row.Value[$"{model}_positive"]));
            }
        }
        Assert.Contains("\nCross-validation repeated 2 times with other folds, out-of-fold: ", File.ReadAllText(PathOf(twice, second, "metrics.txt")));
        Assert.Contains("The cross-validation was done 2 times over", File.ReadAllText(PathOf(twice, second, "report.html")));
    }

    private static async Task<List<StoredFile>> Run(MadeRun run, BranchId[] branches, int shardSize, bool dieInFold, int repeats = 1)
    {
        const int draws = 40;
        var trainer = new StartedTrainer(run.Workspace);
        try
        {
            await trainer.Hear();
            var cohort = (await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []))).Files;
            var folds = new List<StoredFile>();
            var models = new List<StoredFile>();
            foreach (var fold in
                from branch in branches
                from repeat in Enumerable.Range(0, repeats)
                from k in Enumerable.Range(0, Folds)
                select new FoldId(branch, k, repeat))
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
                var files = (await trainer.MustDo(job)).Files;
                folds.AddRange(files);
                if (fold.Repeat == 0)
                    models.AddRange(files);
            }
            var fusion = (await trainer.MustDo(run.Job(JobKind.FitFusion, "fusion", [.. cohort, .. folds]))).Files;
            var shards = new List<StoredFile>();
            for (var start = 0; start < draws; start += shardSize)
                shards.AddRange((await trainer.MustDo(run.Job(
                    JobKind.BootstrapShard, $"bootstrap-{start / shardSize}", [.. cohort, .. fusion],
                    draws: new DrawRange(start, Math.Min(shardSize, draws - start))))).Files);
            var parts = new List<StoredFile>();
            foreach (var fold in from branch in branches from k in Enumerable.Range(0, Folds) select new FoldId(branch, k))
            {
                // The clinical branch explains patients whom the cohort chooses, so its folds need no predictions.
                var job = run.Job(JobKind.ExplainFold, $"explain-{fold}",
                    [
                        .. cohort, .. fold.Branch == BranchId.Mri ? fusion : [],
                        .. models.Where(file => file.Path.Contains($"/{fold}/", StringComparison.Ordinal)),
                    ],
                    fold: fold);
                parts.AddRange((await trainer.MustDo(job)).Files);
            }
            var explained = (await trainer.MustDo(run.Job(JobKind.Explain, "explain", [.. cohort, .. fusion, .. parts]))).Files;
            await ARunOfBeforeIsExplainedInOneJob(trainer, run.Job(JobKind.Explain, "explain", [.. cohort, .. fusion, .. models], attempt: 9), explained);
            var report = (await trainer.MustDo(run.Job(JobKind.Report, "report", [.. cohort, .. fusion, .. folds, .. explained, .. shards]))).Files;
            return [.. cohort, .. folds, .. fusion, .. explained, .. report];
        }
        finally
        {
            trainer.Dispose();
        }
    }

    /// <summary>An earlier version gave the job the fold models, and nothing that explains them one by one.</summary>
    private static async Task ARunOfBeforeIsExplainedInOneJob(StartedTrainer trainer, Job job, IEnumerable<StoredFile> explained)
    {
        static IEnumerable<string> Contents(IEnumerable<StoredFile> files) => files.Select(file => $"{Path.GetFileName(file.Path)} {file.Sha256}");
        Assert.Equal(Contents(explained), Contents((await trainer.MustDo(job)).Files));
    }

    /// <summary>Set AXSPA_PLOTS_OUT to a folder to look at the figures.</summary>
    private static void Show(MadeRun run, List<StoredFile> files)
    {
        if (Environment.GetEnvironmentVariable("AXSPA_PLOTS_OUT") is not { Length: > 0 } folder)
            return;
        foreach (var picture in files.Where(
            file => file.Path.EndsWith(".png", StringComparison.Ordinal) || file.Path.EndsWith(".html", StringComparison.Ordinal)))
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

    private static string PathOf(MadeRun run, IEnumerable<StoredFile> files, string name) =>
        Path.Combine(run.Workspace, files.First(file => Path.GetFileName(file.Path) == name).Path);

    private static string[][] Table(MadeRun run, IEnumerable<StoredFile> files, string name) =>
        [.. File.ReadLines(PathOf(run, files, name)).Select(line => line.Split(','))];

    private static IEnumerable<string[]> Rows(MadeRun run, IEnumerable<StoredFile> files, string name) => Table(run, files, name).Skip(1);

    /// <returns>By patient, by column.</returns>
    private static Dictionary<string, Dictionary<string, string>> Named(string[][] table) =>
        table.Skip(1).ToDictionary(row => row[0], row => table[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>What must not depend on time, place or attempts: each file's place among the results, and its content.</summary>
    private static string[] EqualSet(MadeRun run, IEnumerable<StoredFile> files, params string[] more)
    {
        HashSet<string> names =
        [
            "split.csv", "oof.csv", "holdout.csv", "history.csv", "weights.safetensors", "model.json", "features.csv", "shap.csv",
            "predictions.csv", "metrics.json", "metrics.txt", "roc_curve.png", "pr_curve.png", "dca_curve.png", "shap_summary.png",
            "training_curves.png", "calibration.png", "confusion.png", "fold_figures.png", "subgroups.json", "table_1.csv", "model_card.md",
            "cohort_leaks.json", "fusion_leaks.json", "leaks.json", "leaks.txt",
            "shap_bar.png", "shap_dependence.png", "clinical_contributions.csv",
            "clinical_summary.png", "clinical_bar.png", "case_highest_waterfall.png", "control_lowest_waterfall.png", .. more,
        ];
        var equal = files.Where(file => names.Contains(Path.GetFileName(file.Path))).ToArray();
        Assert.Equal(names.Order(), equal.Select(file => Path.GetFileName(file.Path)).Distinct().Order());
        Assert.All(equal, file => Assert.True(File.Exists(Path.Combine(run.Workspace, file.Path)), file.Path));
        return [.. equal.Select(file => $"{file.Path.Replace("attempt-2", "attempt-1", StringComparison.Ordinal)} {file.Sha256}")
            .Order(StringComparer.Ordinal)];
    }
}
