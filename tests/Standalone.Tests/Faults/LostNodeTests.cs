using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>A node that freezes, is drained and ends while its folds train: real processes, one journal in a file.</summary>
public sealed class LostNodeTests(LongRun undisturbed)
{
    [Fact]
    public void An_unreachable_node_keeps_its_folds_a_removed_one_loses_them_and_ends_itself()
    {
        using var cluster = undisturbed.Cluster("node");
        cluster.Coordinator();
        var ports = new[] { FreePort.Next(), FreePort.Next() };
        var nodes = ports.Select(cluster.Node).ToArray();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        var frozen = nodes[Array.IndexOf(ports, PortOf(cluster, "mri-0", 1))];
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
        using var cluster = undisturbed.Cluster("drain");
        cluster.Coordinator();
        var ports = new[] { FreePort.Next(), FreePort.Next() };
        var nodes = ports.Select(cluster.Node).ToArray();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        var here = cluster.Run;
        cluster.Until(() => Enumerable.Range(0, LongRun.Folds).All(fold => here.CheckpointsOf($"mri-{fold}", 1).Length > 0), "every fold had a checkpoint");

        var drained = PortOf(cluster, "mri-0", 1);
        var said = cluster.Pbm("node", "drain", $"127.0.0.1:{drained}", "--grace", "0", "--wait", "--reason", "a test");
        Assert.True(said.Code == 0, said.Errors);
        Assert.Contains("moved now", said.Out);
        Assert.Contains("is empty", said.Errors);
        cluster.UntilLogged("granted mri-0 attempt 2 ");
        Assert.Contains($"failed mri-0 attempt 1 (Cancelled): its node 127.0.0.1:{drained} is drained", cluster.RunLog);
        Assert.NotEqual(drained, PortOf(cluster, "mri-0", 2));
        cluster.Until(() => here.CheckpointsOf("mri-0", 2).Length > 0, "the next attempt had taken the checkpoint over");
        NothingIsTrainedTwice("mri-0", 2);
        Assert.Contains("drained", cluster.Pbm("node", "list").Out);
        Assert.Equal(0, cluster.Pbm("node", "enable", $"127.0.0.1:{drained}").Code);

        var struck = DateTime.UtcNow;
        var ended = nodes[Array.IndexOf(ports, PortOf(cluster, "mri-0", 2))];
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
        foreach (var log in Directory.GetFiles(here.Folder, "trainer.log", SearchOption.AllDirectories))
            Assert.DoesNotContain(" error ", File.ReadAllText(log));
        Assert.DoesNotContain(" error ", ended.Errors);
        TestContext.Current.TestOutputHelper!.WriteLine($"granted elsewhere {elsewhere.TotalSeconds:0.0} s after SIGTERM");

        // The first epoch of an attempt follows the last one that the attempt before it had finished.
        void NothingIsTrainedTwice(string fold, int attempt)
        {
            cluster.Until(() => here.EpochsOf(fold, attempt - 1).Length > 0 && here.EpochsOf(fold, attempt).Length > 0,
                $"attempts {attempt - 1} and {attempt} had finished an epoch");
            Assert.Equal(here.EpochsOf(fold, attempt - 1)[^1] + 1, here.EpochsOf(fold, attempt)[0]);
        }
    }

    private static int PortOf(StartedCluster cluster, string fold, int attempt) => int.Parse(
        Regex.Match(cluster.RunLog, $@"granted {fold} attempt {attempt} to 127\.0\.0\.1:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
