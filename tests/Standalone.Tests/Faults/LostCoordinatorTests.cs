using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>A coordinator that is killed and ended while folds train: real processes, one journal in a file.</summary>
public sealed class LostCoordinatorTests(LongRun undisturbed)
{
    [Fact]
    public void Folds_train_on_without_a_coordinator_and_what_they_finish_meanwhile_is_recorded_once()
    {
        using var cluster = undisturbed.Cluster("coordinator");
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
        var here = cluster.Run;
        cluster.Trainer!.LetGo();
        string[] folds = ["mri-0", "mri-1"];
        cluster.Until(
            () => folds.All(fold => File.Exists(Path.Combine(here.AttemptFolder(fold, 1), "holdout.csv"))), "both folds were done",
            progress: () => folds.Sum(fold => here.TrainerLog(fold, 1).Length));
        cluster.Coordinator(port);
        cluster.EndsLike(undisturbed.Run, run);
        Assert.Equal(trainers, node.Children);
        TestContext.Current.TestOutputHelper!.WriteLine($"back after kill -9 {afterKill.TotalSeconds:0.0} s, after SIGTERM {afterEnd.TotalSeconds:0.0} s");
    }
}
