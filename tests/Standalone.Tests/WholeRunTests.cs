using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>samples/tiny.yaml through everything, undisturbed: what a person gets.</summary>
[Collection(UndisturbedRun.Shared)]
public sealed class WholeRunTests(UndisturbedRun undisturbed)
{
    private RunOnDisk Run => RunOnDisk.OnlyOne(undisturbed.Workspace);

    [Fact]
    public void The_three_headline_lines_come_first_and_the_results_folder_last()
    {
        var lines = undisturbed.Ended.Out.TrimEnd('\n').Split('\n');
        Assert.Matches(@"^\[MRI-only\]      AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", lines[0]);
        Assert.Matches(@"^\[Clinical-only\] AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", lines[1]);
        Assert.Matches(@"^\[Late-fusion\]   AUROC: \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\)$", lines[2]);
        Assert.Equal(Path.Combine(Run.Folder, "results"), lines[^1]);
    }

    [Theory]
    [InlineData("run.yaml")]
    [InlineData("run.log")]
    [InlineData("cohort.json")]
    [InlineData("split.csv")]
    [InlineData("fusion/model.json")]
    [InlineData("fusion/features.csv")]
    [InlineData("results/metrics.txt")]
    [InlineData("results/metrics.json")]
    [InlineData("results/predictions.csv")]
    [InlineData("results/provenance.json")]
    [InlineData("results/roc_curve.png")]
    [InlineData("results/pr_curve.png")]
    [InlineData("results/shap_summary.png")]
    [InlineData("results/dca_curve.png")]
    [InlineData("results/training_curves.png")]
    [InlineData("results/shap_bar.png")]
    [InlineData("results/shap_dependence.png")]
    [InlineData("results/explanation/clinical_summary.png")]
    [InlineData("results/explanation/clinical_contributions.csv")]
    [InlineData("results/explanation/case_highest_waterfall.png")]
    [InlineData("results/explanation/case_highest_scan1_occlusion.nii.gz")]
    [InlineData("results/explanation/case_highest_scan1_occlusion.png")]
    [InlineData("results/explanation/maps.csv")]
    [InlineData("folds/mri-0/official.json")]
    [InlineData("folds/clinical-4/attempt-1/oof.csv")]
    [InlineData("folds/clinical-4/attempt-1/history.csv")]
    public void Everything_a_run_promises_is_there(string name) => Assert.True(new FileInfo(Path.Combine(Run.Folder, name)).Length > 0, name);

    [Fact]
    public void Every_fold_has_its_TensorBoard_events() => Assert.All(
        Directory.GetDirectories(Path.Combine(Run.Folder, "folds")),
        fold => Assert.NotEmpty(Directory.GetFiles(fold, "*tfevents*", SearchOption.AllDirectories)));

    [Fact]
    public void Every_job_is_made_official_exactly_once()
    {
        string[] folds = [.. from branch in new[] { "mri", "clinical" } from index in Enumerable.Range(0, 5) select $"{branch}-{index}"];
        Assert.Equal(["bootstrap-0", "clinical-0", "clinical-1", "clinical-2", "clinical-3", "clinical-4", "cohort", "explain",
            .. folds.Order(StringComparer.Ordinal).Select(fold => $"explain-{fold}"), "fusion", .. folds[..5], "report"],
            Run.OfficialJobs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_run_arrives_as_a_trace_whose_ids_follow_from_its_id()
    {
        var (id, spans) = (Path.GetFileName(Run.Folder), undisturbed.Traces.Spans);
        var root = Assert.Single(spans, span => span.ParentId == "");
        Assert.Equal(("run", id, "completed", 1), (root.Name, root.Attributes["axspa.run.id"], root.Attributes["axspa.outcome"], root.Status));
        Assert.Equal(Derived($"trace {id}/0", 16), root.TraceId);
        Assert.Equal(Derived($"span {id}/0/run", 8), root.SpanId);
        Assert.All(spans, span => Assert.Equal(root.TraceId, span.TraceId));
        Assert.All(spans, span => Assert.InRange(span.From, root.From, span.To));

        var jobs = spans.Where(span => span.ParentId == root.SpanId).ToDictionary(job => job.SpanId);
        Assert.Equal(Run.OfficialJobs.Order(StringComparer.Ordinal), jobs.Values.Select(job => job.Name).Order(StringComparer.Ordinal));
        var attempts = spans.Where(span => span != root && !jobs.ContainsKey(span.SpanId)).ToList();
        Assert.Equal(Run.Grants.Values.Sum(), attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal(
            ($"{jobs[attempt.ParentId].Name} attempt 1", "1", "cpu", "completed"),
            (attempt.Name, attempt.Attributes["axspa.attempt"], attempt.Attributes["axspa.device"], attempt.Attributes["axspa.outcome"])));
    }

    private static string Derived(string name, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, bytes));

    [Fact]
    public void Every_patient_with_the_modality_is_out_of_fold_exactly_once()
    {
        var train = File.ReadLines(Path.Combine(Run.Folder, "split.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .Where(row => row[1] == "train")
            .ToDictionary(row => row[0], row => row[2]);
        var held = Enumerable.Range(0,
            5).SelectMany(fold => File.ReadLines(Path.Combine(Run.Folder, "folds", $"clinical-{fold}", "attempt-1", "oof.csv")).Skip(1)
            .Select(line => (Patient: line.Split(',')[0], Fold: fold.ToString(CultureInfo.InvariantCulture)))).ToList();
        Assert.Equal(train.Keys.Order(StringComparer.Ordinal), held.Select(row => row.Patient).Order(StringComparer.Ordinal));
        Assert.All(held, row => Assert.Equal(train[row.Patient], row.Fold));
    }

    [Fact]
    public void Nothing_temporary_is_left() => Assert.Empty(Directory.GetFiles(undisturbed.Workspace, "*.tmp", SearchOption.AllDirectories));

    [Fact]
    public void The_same_command_again_shows_the_result_and_trains_nothing()
    {
        var again = AxspaProcess.Run("run", undisturbed.Cohort.Specification, "--workspace", undisturbed.Workspace, "--pbm-port", "off");
        Assert.Equal((0, undisturbed.Ended.Out), (again.Code, again.Out));
        Assert.Contains("finished already", again.Errors);
        Assert.All(Run.Grants, job => Assert.Equal(1, job.Value));
    }

    [Fact]
    public void A_killed_run_goes_on_where_it_stopped_and_ends_with_the_same_bytes()
    {
        var workspace = undisturbed.Cohort.Workspace("killed");
        string[] arguments = ["run", undisturbed.Cohort.Specification, "--workspace", workspace, "--pbm-port", "off"];
        using (var killed = AxspaProcess.Start(arguments))
        {
            killed.Until(() => Official(workspace) >= 5, "four folds were official");
            killed.Kill();
        }
        var before = RunOnDisk.OnlyOne(workspace);
        var done = before.OfficialJobs;
        var grants = before.Grants;
        var resumed = AxspaProcess.Run(arguments);
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains("goes on where it stopped", resumed.Errors);
        var after = RunOnDisk.OnlyOne(workspace);
        Assert.All(done, job => Assert.Equal(grants[job], after.Grants[job]));
        Assert.Equal(Run.EqualSet(), after.EqualSet());
    }

    [Fact]
    public void Step_by_step_gives_the_same_bytes_as_in_one_go()
    {
        var workspace = undisturbed.Cohort.Workspace("stepwise");
        foreach (var stage in new[] { "cohort", "mri", "clinical", "fusion", "evaluation" })
        {
            var step = AxspaProcess.Run("run", undisturbed.Cohort.Specification, "--workspace", workspace, "--pbm-port", "off", "--until", stage);
            Assert.True(step.Code == 0, $"{stage}: {step.Errors}");
        }
        Assert.Equal(Run.EqualSet(), RunOnDisk.OnlyOne(workspace).EqualSet());
    }

    [Fact]
    public void Ctrl_C_leaves_130_and_a_run_that_can_go_on()
    {
        var workspace = undisturbed.Cohort.Workspace("interrupted");
        using var run = AxspaProcess.Start(["run", undisturbed.Cohort.Specification, "--workspace", workspace, "--pbm-port", "off"]);
        run.Until(() => Official(workspace) >= 2, "a fold was official");
        run.Interrupt();
        var (code, _, errors) = run.End();
        Assert.Equal(130, code);
        Assert.Contains("the same command goes on", errors);
    }

    [Fact]
    public void Another_table_under_the_same_specification_is_refused_by_name_and_the_old_results_are_not_shown_for_it()
    {
        using var other = TinyCohort.Make();
        var table = Path.Combine(other.Folder, "tiny", "clinical.csv");
        File.WriteAllText(table, File.ReadAllText(table).Replace(",1,", ",1.5,"));
        var (code, output, errors) = AxspaProcess.Run("run", other.Specification, "--workspace", undisturbed.Workspace, "--pbm-port", "off");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(table, errors);
        Assert.Contains("--new", errors);
    }

    [Fact]
    public void The_same_files_in_another_place_are_the_same_run()
    {
        using var moved = TinyCohort.Make();
        var again = AxspaProcess.Run("run", moved.Specification, "--workspace", undisturbed.Workspace, "--pbm-port", "off");
        Assert.Equal((0, undisturbed.Ended.Out), (again.Code, again.Out));
    }

    [Fact]
    public void A_second_process_in_the_same_workspace_is_refused_and_told_who_works_there()
    {
        var workspace = undisturbed.Cohort.Workspace("twice");
        string[] arguments = ["run", undisturbed.Cohort.Specification, "--workspace", workspace, "--pbm-port", "off"];
        using var first = AxspaProcess.Start(arguments);
        first.Until(() => Official(workspace) >= 1, "the cohort was official");
        var second = AxspaProcess.Run(arguments);
        Assert.Equal(2, second.Code);
        Assert.Contains(first.Id.ToString(CultureInfo.InvariantCulture), second.Errors);
    }

    private static int Official(string workspace)
    {
        var runs = Path.Combine(workspace, "runs");
        if (!Directory.Exists(runs))
            return 0;
        return Directory.GetFiles(runs, "run.log", SearchOption.AllDirectories).Sum(log => Regex.Count(RunOnDisk.ReadShared(log), " official "));
    }
}
