using System.Diagnostics;
using Xunit;

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>The share goes, an empty folder is in its place, the share comes back: on every machine at once.</summary>
public sealed class AwayWorkspaceTests(LongRun undisturbed)
{
    [Fact]
    public void A_workspace_that_is_away_for_a_while_costs_time_and_gets_no_second_one_in_its_place()
    {
        using var cluster = undisturbed.Cluster("away");
        var workspace = cluster.Workspace;
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
        var here = cluster.Run;
        Assert.Contains("(Storage)", here.Log);
        Assert.DoesNotContain("withdrawn", here.Log);
        Assert.InRange(Directory.GetFiles(workspace, "pseudonym.key*", SearchOption.AllDirectories).Length, 0, 1);
        Assert.True(!File.Exists(key) || new FileInfo(key).Length == 32);
    }
}
