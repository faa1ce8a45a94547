using System.Text.RegularExpressions;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>Files of a run that vanish or change under it, and people who pause, retry and cancel: real processes.</summary>
public sealed class DamageTests(DamageTests.Undisturbed undisturbed) : IClassFixture<DamageTests.Undisturbed>
{
    private const int Epochs = 40, Folds = 3;

    /// <summary>The run that the others must equal: one fold more than there are slots.</summary>
    public sealed class Undisturbed : IDisposable
    {
        internal TinyCohort Cohort { get; } = TinyCohort.Make().WithLongFolds(Epochs, Folds);

        internal RunOnDisk Run { get; }

        public Undisturbed() => Run = RunOnDisk.Undisturbed(Cohort);

        public void Dispose() => Cohort.Dispose();
    }

    private StartedCluster Cluster(string name) => Cluster(undisturbed.Cohort, name);

    private static StartedCluster Cluster(TinyCohort cohort, string name) => new(
        cohort.Workspace(name), Path.Combine(cohort.Folder, $"journal-{name}", "journal.db"), new PacedTrainer(cohort.Workspace($"{name}-trainer")));

    [Fact]
    public void What_is_missing_or_altered_is_found_and_computed_again_and_nothing_else_is()
    {
        using var cluster = Cluster("damaged");
        cluster.Coordinator();
        cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.EndsLike(undisturbed.Run, run);
        var whole = cluster.Pbm("run", "verify", run);
        Assert.True(whole.Code == 0, whole.Out + whole.Errors);
        Assert.Contains("train patients out of fold exactly once, over 3 folds", whole.Out);
        Assert.Equal(2, cluster.Pbm("run", "resume", run).Code);

        var here = cluster.Run;
        File.Delete(Path.Combine(here.Folder, "folds", "mri-0", "attempt-1", "weights.safetensors"));
        var altered = Path.Combine(here.Folder, "folds", "clinical-1", "attempt-1", "oof.csv");
        File.WriteAllText(altered, File.ReadAllText(altered).Replace('1', '2'));
        File.Delete(Path.Combine(here.Folder, "explain", "clinical-2", "attempt-1", "attributions.json"));
        File.Delete(Path.Combine(here.Folder, "cohort", "attempt-1", "patients.csv"));
        File.Delete(Directory.GetFiles(Path.Combine(cluster.Workspace, "volumes"), "*.f32")[0]);
        File.AppendAllText(Path.Combine(here.Folder, "results", "metrics.txt"), "AUROC: 0.99");
        var damaged = cluster.Pbm("run", "verify", run);
        Assert.Equal(1, damaged.Code);
        foreach (var finding in new[] { "mri-0/attempt-1/weights.safetensors is missing", "clinical-1/attempt-1/oof.csv was altered", "patients.csv is missing",
            "explain/clinical-2/attempt-1/attributions.json is missing", "results/metrics.txt has " })
            Assert.Contains(finding, damaged.Out);

        var resumed = cluster.Pbm("run", "resume", run);
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains("clinical-1, cohort, explain-clinical-2, mri-0 computed again", resumed.Out);
        cluster.ResultCanBeMended(undisturbed.Run, run);
        whole = cluster.Pbm("run", "verify", run);
        Assert.True(whole.Code == 0, whole.Out + whole.Errors);
        Assert.Contains("withdrawn mri-0 attempt 1: its result was withdrawn: runs/", here.Log);
        Assert.Equal((2, 2, 2, 1, 1),
            (here.Grants["cohort"], here.Grants["mri-0"], here.Grants["clinical-1"], here.Grants["mri-1"], here.Grants["clinical-0"]));
        Assert.Equal((2, 1, 1), (here.Grants["explain-clinical-2"], here.Grants["explain-clinical-0"], here.Grants["explain"]));
    }

    [Fact]
    public void What_is_altered_while_the_run_goes_on_is_computed_again_when_a_job_refuses_to_read_it()
    {
        using var cluster = Cluster("live");
        cluster.Coordinator();
        cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.Trainer!.LetGo();
        cluster.UntilLogged("official mri-0 ");
        cluster.Trainer.Slow(); // the third fold: nothing reads before it is done
        var here = cluster.Run;
        var altered = Path.Combine(here.Folder, "folds", "mri-0", "attempt-1", "oof.csv");
        File.WriteAllText(altered, File.ReadAllText(altered).Replace('1', '2'));
        cluster.ResultCanBeMended(undisturbed.Run, run);
        Assert.Contains("withdrawn mri-0 attempt 1", here.Log);
        Assert.Equal((2, 1), (here.Grants["mri-0"], here.Grants["mri-1"]));
    }

    [Fact]
    public void The_same_command_trains_a_lost_fold_again_and_one_that_is_whole_is_only_shown()
    {
        var workspace = undisturbed.Cohort.Workspace("again");
        string[] arguments = ["run", undisturbed.Cohort.Specification, "--workspace", workspace, "--slots", "cpu:2", "--pbm-port", "off", "--until"];
        Assert.Equal(0, AxspaProcess.Run([.. arguments, "clinical"]).Code);
        var here = RunOnDisk.OnlyOne(workspace);
        Directory.Delete(Path.Combine(here.Folder, "folds", "clinical-2"), recursive: true);
        var (code, _, errors) = AxspaProcess.Run([.. arguments, "evaluation"]);
        Assert.True(code == 0, errors);
        Assert.Equal(undisturbed.Run.EqualSet(), here.EqualSet());
        Assert.Equal((2, 1), (here.Grants["clinical-2"], here.Grants["mri-0"]));
    }

    [Fact]
    public void A_pause_frees_the_slots_and_outlives_the_coordinator_and_a_cancel_frees_them_too()
    {
        using var cluster = Cluster("paused");
        var port = FreePort.Next();
        var coordinator = cluster.Coordinator(port);
        cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");

        var struck = DateTime.UtcNow;
        var paused = cluster.Pbm("run", "pause", run, "--now");
        Assert.True(paused.Code == 0, paused.Errors);
        cluster.UntilFree(2);
        var freedByPause = DateTime.UtcNow - struck;
        Assert.Contains("(paused)", cluster.Pbm("run", "list").Out);

        coordinator.Kill();
        coordinator = cluster.Coordinator(port);
        cluster.TookOver(2);
        cluster.Until(() => cluster.Pbm("run", "describe", run).Out.Contains("it is paused: 'pbm run resume"), "the run was still paused");
        Assert.Single(Regex.Matches(cluster.RunLog, "granted mri-0"));

        Assert.Contains("when the run is resumed", cluster.Pbm("fold", "retry", run, "mri-0").Out);
        var resumed = cluster.Pbm("run", "resume", run);
        Assert.True(resumed.Code == 0, resumed.Errors);
        cluster.UntilLogged("granted mri-1 attempt 2");
        var retried = cluster.Pbm("fold", "retry", run, "mri-1");
        Assert.True(retried.Code == 0, retried.Errors);
        cluster.UntilLogged("granted mri-1 attempt 3");
        cluster.ResultIsThatOf(undisturbed.Run, run);

        cluster.Trainer!.Slow();
        var another = Regex.Match(cluster.Pbm("run", "submit", undisturbed.Cohort.Specification, "--new").Out, @"\d{8}-\d{6}-\w{4}").Value;
        cluster.Until(() => Regex.IsMatch(cluster.Pbm("run", "describe", another).Out, @"mri-1\s+running"), "folds were running");
        struck = DateTime.UtcNow;
        Assert.Equal(0, cluster.Pbm("run", "cancel", another, "--yes").Code);
        cluster.UntilFree(2);
        var freedByCancel = DateTime.UtcNow - struck;
        Assert.True(freedByPause < TimeSpan.FromSeconds(10) && freedByCancel < TimeSpan.FromSeconds(10),
            $"slots were free {freedByPause} after a pause and {freedByCancel} after a cancel");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"both slots ready again {freedByPause.TotalSeconds:0.0} s after a pause, {freedByCancel.TotalSeconds:0.0} s after a cancel");
    }

    [Fact]
    public void A_table_that_changed_stops_a_run_by_name_until_it_is_put_back()
    {
        using var cohort = TinyCohort.Make().WithLongFolds(Epochs, Folds);
        var table = Path.Combine(cohort.Folder, "tiny", "clinical.csv");
        var before = File.ReadAllText(table);
        using var cluster = Cluster(cohort, "cluster");
        var port = FreePort.Next();
        var coordinator = cluster.Coordinator(port);
        cluster.Node();
        var run = cluster.Submit(cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        Assert.Equal(0, cluster.Pbm("run", "pause", run, "--now").Code);
        File.WriteAllText(table, before.Replace(",1,", ",1.5,"));
        var refused = cluster.Pbm("run", "resume", run);
        Assert.Equal(2, refused.Code);
        Assert.Contains($"{table} has changed", refused.Errors);
        Assert.Contains($"{table} has changed", cluster.Pbm("run", "verify", run).Out);
        coordinator.Kill();
        cluster.Coordinator(port);
        cluster.TookOver(2);
        Assert.Equal(2, cluster.Pbm("run", "resume", run).Code);
        File.WriteAllText(table, before);
        var resumed = cluster.Pbm("run", "resume", run);
        Assert.True(resumed.Code == 0, resumed.Errors);
        cluster.ResultIsThatOf(undisturbed.Run, run);
    }
}
