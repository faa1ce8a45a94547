using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>A coordinator, a node and trainers that are killed, ended and frozen while folds train: real processes, one journal in a file.</summary>
[Collection(NothingIsLostTests.Faults)]
public sealed class NothingIsLostTests(LongRun undisturbed) : IClassFixture<LongRun>
{
    /// <summary>Tests that time a fault do not run beside each other: their folds would take each other's cores.</summary>
    internal const string Faults = "faults";

    private StartedCluster Cluster(string name) =>
        new(undisturbed.Cohort.Workspace(name), Path.Combine(undisturbed.Cohort.Folder, $"journal-{name}", "journal.db"));

    [Fact]
    public void Folds_train_on_without_a_coordinator_and_what_they_finish_meanwhile_is_recorded_once()
    {
        using var cluster = Cluster("coordinator");
        var port = FreePort.Next();
        var coordinator = cluster.Coordinator(port);
        var node = cluster.Node();
        var trainers = node.Children;
        Assert.Equal(2, trainers.Length);
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");

        var struck = DateTime.UtcNow;
        coordinator.Kill();
        coordinator = cluster.Coordinator(port);
        var afterKill = cluster.TookOver(2) - struck;
        Assert.True(afterKill < TimeSpan.FromSeconds(20), $"a killed coordinator that was started again needed {afterKill}");

        struck = DateTime.UtcNow;
        coordinator.Signal("TERM");
        Assert.Equal(0, coordinator.End().Code);
        coordinator = cluster.Coordinator(port);
        var afterEnd = cluster.TookOver(3) - struck;
        Assert.Contains("running", cluster.Pbm("run", "describe", run).Out);
        // 5 s on an idle machine; here the folds and another class of tests have its cores.
        Assert.True(afterEnd < TimeSpan.FromSeconds(20), $"a coordinator that was ended and started again needed {afterEnd}");
        Assert.DoesNotContain("official mri", cluster.RunLog);

        coordinator.Kill();
        var folds = Path.Combine(RunOnDisk.OnlyOne(cluster.Workspace).Folder, "folds");
        cluster.Until(() =>
            File.Exists(Path.Combine(folds, "mri-0", "attempt-1", "holdout.csv")) && File.Exists(Path.Combine(folds, "mri-1", "attempt-1", "holdout.csv")),
            "both folds were done");
        cluster.Coordinator(port);
        cluster.EndsLike(undisturbed.Run, run);
        Assert.Equal(trainers, node.Children);
        TestContext.Current.TestOutputHelper!.WriteLine($"back after kill -9 {afterKill.TotalSeconds:0.0} s, after SIGTERM {afterEnd.TotalSeconds:0.0} s");
    }

    [Fact]
    public void An_unreachable_node_keeps_its_folds_a_removed_one_loses_them_and_ends_itself()
    {
        using var cluster = Cluster("node");
        cluster.Coordinator();
        var ports = new[] { FreePort.Next(), FreePort.Next() };
        var nodes = ports.Select(cluster.Node).ToArray();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        var frozen = nodes[Array.IndexOf(
            ports, int.Parse(Regex.Match(cluster.RunLog, @"granted mri-0 attempt 1 to 127\.0\.0\.1:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture))];
        var trainers = frozen.Children;

        frozen.Signal("STOP");
        cluster.Until(() => cluster.Pbm("cluster", "show").Out.Contains("unreachable"), "the frozen node was unreachable");
        frozen.Signal("CONT");
        cluster.Until(() => !cluster.Pbm("cluster", "show").Out.Contains("unreachable"), "the thawed node was reachable");
        Assert.DoesNotContain("failed", cluster.RunLog);

        var struck = DateTime.UtcNow;
        frozen.Signal("STOP");
        cluster.UntilLogged("granted mri-0 attempt 2 ");
        var elsewhere = DateTime.UtcNow - struck;
        Assert.Contains("left the cluster", cluster.RunLog);
        Assert.True(elsewhere < TimeSpan.FromSeconds(20), $"the folds of a lost node ran elsewhere after {elsewhere}");
        frozen.Signal("CONT");
        // Its supervisor starts it again, because it does not end as if all were well; nobody computes for it any more.
        Assert.NotEqual(0, frozen.End().Code);
        cluster.Until(() => trainers.All(trainer => !Directory.Exists($"/proc/{trainer}")), "its trainers had ended");
        cluster.ResultIsThatOf(undisturbed.Run, run);
        var log = cluster.Pbm("fold", "logs", run, "mri-0").Out; // what the lost node's trainer said is there still
        Assert.Matches(@"mri-0#1\s+mri-0 attempt 1 begins on cpu(.|\n)*mri-0#1\s+epoch(.|\n)*mri-0#2\s+mri-0 attempt 2 begins(.|\n)*mri-0#2\s+done", log);
        TestContext.Current.TestOutputHelper!.WriteLine($"granted elsewhere {elsewhere.TotalSeconds:0.0} s after the node froze");
    }

    [Fact]
    public void A_drained_node_and_one_that_ends_in_order_hand_their_folds_over_and_lose_no_work()
    {
        using var cluster = Cluster("drain");
        cluster.Coordinator();
        var ports = new[] { FreePort.Next(), FreePort.Next() };
        var nodes = ports.Select(cluster.Node).ToArray();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        var folds = Path.Combine(RunOnDisk.OnlyOne(cluster.Workspace).Folder, "folds");
        cluster.Until(() => Enumerable.Range(0, LongRun.Folds).All(fold => Checkpoints($"mri-{fold}", 1).Length > 0), "every fold had a checkpoint");

        var drained = PortOf("mri-0", 1);
        var said = cluster.Pbm("node", "drain", $"127.0.0.1:{drained}", "--grace", "0", "--wait", "--reason", "a test");
        Assert.True(said.Code == 0, said.Errors);
        Assert.Contains("moved now", said.Out);
        Assert.Contains("is empty", said.Errors);
        cluster.UntilLogged("granted mri-0 attempt 2 ");
        Assert.Contains($"failed mri-0 attempt 1 (Cancelled): its node 127.0.0.1:{drained} is drained", cluster.RunLog);
        Assert.NotEqual(drained, PortOf("mri-0", 2));
        cluster.Until(() => Checkpoints("mri-0", 2).Length > 0, "the next attempt had taken the checkpoint over");
        NothingIsTrainedTwice("mri-0", 2);
        Assert.Contains("drained", cluster.Pbm("node", "list").Out);
        Assert.Equal(0, cluster.Pbm("node", "enable", $"127.0.0.1:{drained}").Code);

        var struck = DateTime.UtcNow;
        var ended = nodes[Array.IndexOf(ports, PortOf("mri-0", 2))];
        ended.Signal("TERM");
        // The other node may have one free slot for two folds: it is the first's of which the node takes leave.
        cluster.UntilLogged(@"\(Lost\): Its node was ended in order\.(.|\n)*granted mri-");
        var elsewhere = DateTime.UtcNow - struck;
        Assert.Equal(0, ended.End().Code);
        // A node that is missed instead is out after 14 s.
        Assert.True(elsewhere < TimeSpan.FromSeconds(10), $"the folds of a node that ended in order went on elsewhere after {elsewhere}:\n{cluster.RunLog}");
        cluster.ResultIsThatOf(undisturbed.Run, run);
        Assert.Contains("failed mri-0 attempt 2 (Lost): Its node was ended in order.", cluster.RunLog);
        Assert.Contains("granted mri-0 attempt 3 ", cluster.RunLog);
        NothingIsTrainedTwice("mri-0", 3);
        foreach (var log in Directory.GetFiles(folds, "trainer.log", SearchOption.AllDirectories))
            Assert.DoesNotContain(" error ", File.ReadAllText(log));
        Assert.DoesNotContain(" error ", ended.Errors);
        TestContext.Current.TestOutputHelper!.WriteLine($"granted elsewhere {elsewhere.TotalSeconds:0.0} s after SIGTERM");

        int PortOf(string fold, int attempt) =>
            int.Parse(Regex.Match(cluster.RunLog, $@"granted {fold} attempt {attempt} to 127\.0\.0\.1:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

        string[] Checkpoints(string fold, int attempt)
        {
            var folder = Path.Combine(folds, fold, $"attempt-{attempt}", "checkpoints");
            return Directory.Exists(folder) ? Directory.GetFiles(folder, "epoch-*.json") : [];
        }

        // The first epoch of an attempt follows the last one that the attempt before it had finished.
        void NothingIsTrainedTwice(string fold, int attempt)
        {
            int[] Epochs(int of)
            {
                cluster.Until(() => Log(of).Contains(" epoch ", StringComparison.Ordinal), $"attempt {of} had finished an epoch");
                return [.. Regex.Matches(Log(of), @" epoch (\d+)/").Select(epoch => int.Parse(epoch.Groups[1].Value, CultureInfo.InvariantCulture))];
            }

            string Log(int of) => Path.Combine(folds, fold, $"attempt-{of}", "trainer.log") is var log && File.Exists(log) ? RunOnDisk.ReadShared(log) : "";

            Assert.Equal(Epochs(attempt - 1)[^1] + 1, Epochs(attempt)[0]);
        }
    }

    [Fact]
    public void A_run_on_one_machine_that_is_interrupted_goes_on_after_the_last_epoch_it_finished()
    {
        var workspace = undisturbed.Cohort.Workspace("interrupted");
        string[] arguments = ["run", undisturbed.Cohort.Specification, "--workspace", workspace, "--slots", "cpu:2", "--pbm-port", "off"];
        using (var interrupted = AxspaProcess.Start(arguments))
        {
            interrupted.Until(() => LastEpoch("mri-0", 1) >= 5 && LastEpoch("mri-1", 1) >= 5, "both folds had finished some epochs");
            // Ctrl-C reaches the trainers as well as their node.
            foreach (var trainer in interrupted.Children)
                AxspaProcess.Signal("INT", trainer);
            var struck = Stopwatch.StartNew();
            interrupted.Interrupt();
            Assert.Equal(130, interrupted.End().Code);
            TestContext.Current.TestOutputHelper!.WriteLine($"ended {struck.Elapsed.TotalSeconds:0.0} s after Ctrl-C");
        }
        var last = new[] { LastEpoch("mri-0", 1), LastEpoch("mri-1", 1) };
        var (code, _, errors) = AxspaProcess.Run(arguments);
        Assert.True(code == 0, errors);
        Assert.Equal(undisturbed.Run.EqualSet(), RunOnDisk.OnlyOne(workspace).EqualSet());
        Assert.Equal(last.Select(epoch => epoch + 1), new[] { "mri-0", "mri-1" }.Select(fold => Epochs(fold, 2)[0]));
        Assert.DoesNotContain(" error ", File.ReadAllText(Path.Combine(RunOnDisk.OnlyOne(workspace).Folder, "folds", "mri-0", "attempt-1", "trainer.log")));

        int LastEpoch(string fold, int attempt) => Epochs(fold, attempt).LastOrDefault();

        int[] Epochs(string fold, int attempt)
        {
            var runs = Path.Combine(workspace, "runs");
            var log = Directory.Exists(runs) && Directory.GetDirectories(runs) is [var run]
                ? Path.Combine(run, "folds", fold, $"attempt-{attempt}", "trainer.log")
                : "";
            return !File.Exists(log)
                ? []
                : [.. Regex.Matches(RunOnDisk.ReadShared(log), @" epoch (\d+)/")
                    .Select(epoch => int.Parse(epoch.Groups[1].Value, CultureInfo.InvariantCulture))];
        }
    }

    /// <summary>The share goes, an empty folder is in its place, the share comes back: on every machine at once.</summary>
    [Fact]
    public void A_workspace_that_is_away_for_a_while_costs_time_and_gets_no_second_one_in_its_place()
    {
        var workspace = undisturbed.Cohort.Workspace("away");
        using var cluster = Cluster("away");
        cluster.Coordinator();
        var node = cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        cluster.UntilLogged("official cohort ");
        var key = Path.Combine(workspace, "pseudonym.key");

        var struck = Stopwatch.StartNew();
        Directory.Move(workspace, workspace + ".away");
        Directory.CreateDirectory(workspace);
        // A trainer that begins a job meanwhile is the one that would make everything anew.
        AxspaProcess.Signal("KILL", node.Children[0]);
        var told = "";
        cluster.Until(() =>
            (told = cluster.Pbm("run", "describe", run).Out).Contains("Is the share mounted?", StringComparison.Ordinal)
                && struck.Elapsed > TimeSpan.FromSeconds(15),
            "the run waited for its workspace");
        Assert.Matches("status: +running", told);
        Assert.Contains("Is the share mounted?", cluster.Pbm("doctor").Out);
        Assert.Empty(Directory.GetFileSystemEntries(workspace));
        Directory.Delete(workspace);
        Directory.Move(workspace + ".away", workspace);

        cluster.ResultIsThatOf(undisturbed.Run, run);
        var here = RunOnDisk.OnlyOne(workspace);
        Assert.Contains("(Storage)", here.Log);
        Assert.DoesNotContain("withdrawn", here.Log);
        Assert.InRange(Directory.GetFiles(workspace, "pseudonym.key*", SearchOption.AllDirectories).Length, 0, 1);
        Assert.True(!File.Exists(key) || new FileInfo(key).Length == 32);
    }

    [Fact]
    public void A_trainer_that_is_killed_or_hangs_costs_an_attempt_that_goes_on_from_its_checkpoint()
    {
        using var cluster = Cluster("trainer");
        cluster.Coordinator();
        var node = cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        var folds = Path.Combine(RunOnDisk.OnlyOne(cluster.Workspace).Folder, "folds");
        cluster.Until(() => Checkpoints("mri-0", 1).Length > 0 && Checkpoints("mri-1", 1).Length > 0, "both folds had a checkpoint");

        var trainers = node.Children;
        AxspaProcess.Signal("STOP", trainers[1]);
        var struck = Stopwatch.StartNew();
        AxspaProcess.Signal("KILL", trainers[0]);
        cluster.UntilLogged(@"granted mri-[01] attempt 2 ");
        var killed = Regex.Match(cluster.RunLog, @"granted (mri-[01]) attempt 2 ").Groups[1].Value;
        cluster.Until(() => Checkpoints(killed, 2).Length > 0, "the next attempt had taken the checkpoint over");
        var again = struck.Elapsed;
        Assert.Contains($"failed {killed} attempt 1 (Crashed): The trainer process ended with code 137", cluster.RunLog);

        var hung = killed == "mri-0" ? "mri-1" : "mri-0";
        cluster.UntilLogged($"granted {hung} attempt 2 ");
        var noticed = struck.Elapsed;
        Assert.Contains($"failed {hung} attempt 1 (Crashed): The trainer process gave no sign of life", cluster.RunLog);
        Assert.True(noticed < TimeSpan.FromSeconds(45), $"a hanging trainer was noticed after {noticed}");
        cluster.ResultIsThatOf(undisturbed.Run, run);
        Assert.All(new[] { "mri-0", "mri-1" }, fold => Assert.Contains(FirstEpoch(fold, 2) - 1, Checkpoints(fold, 1)));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"the killed one trains again after {again.TotalSeconds:0.0} s, the hanging one after {noticed.TotalSeconds:0.0} s");

        int[] Checkpoints(string fold, int attempt)
        {
            var folder = Path.Combine(folds, fold, $"attempt-{attempt}", "checkpoints");
            return Directory.Exists(folder)
                ? [.. Directory.GetFiles(folder, "epoch-*.json")
                    .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)["epoch-".Length..], CultureInfo.InvariantCulture))]
                : [];
        }

        int FirstEpoch(string fold, int attempt) => int.Parse(
            Regex.Match(File.ReadAllText(Path.Combine(folds, fold, $"attempt-{attempt}", "trainer.log")), @" epoch (\d+)/").Groups[1].Value,
            CultureInfo.InvariantCulture);
    }
}
