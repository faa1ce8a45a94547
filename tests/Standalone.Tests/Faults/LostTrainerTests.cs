using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>Trainers that are killed and that hang while they train: real processes, one journal in a file.</summary>
public sealed class LostTrainerTests(LongRun undisturbed)
{
    [Fact]
    public void A_trainer_that_is_killed_or_hangs_costs_an_attempt_that_goes_on_from_its_checkpoint()
    {
        using var cluster = undisturbed.Cluster("trainer");
        cluster.Coordinator();
        var node = cluster.Node();
        var run = cluster.Submit(undisturbed.Cohort.Specification);
        cluster.UntilLogged("granted mri-1 ");
        var here = cluster.Run;
        cluster.Until(() => here.CheckpointsOf("mri-0", 1).Length > 0 && here.CheckpointsOf("mri-1", 1).Length > 0, "both folds had a checkpoint");

        var trainers = node.Children;
        cluster.Trainer!.Hang(trainers[1]);
        var struck = Stopwatch.StartNew();
        AxspaProcess.Signal("KILL", trainers[0]);
        cluster.UntilLogged(@"granted mri-[01] attempt 2 ");
        var killed = Regex.Match(cluster.RunLog, @"granted (mri-[01]) attempt 2 ").Groups[1].Value;
        cluster.Until(() => here.CheckpointsOf(killed, 2).Length > 0, "the next attempt had taken the checkpoint over");
        var again = struck.Elapsed;
        Assert.Contains($"failed {killed} attempt 1 (Crashed): The trainer process ended with code 137", cluster.RunLog);

        var hung = killed == "mri-0" ? "mri-1" : "mri-0";
        cluster.UntilLogged($"granted {hung} attempt 2 ");
        var noticed = struck.Elapsed;
        Assert.Contains($"failed {hung} attempt 1 (Crashed): The trainer process gave no sign of life", cluster.RunLog);
        Assert.True(noticed < TimeSpan.FromSeconds(45), $"a hanging trainer was noticed after {noticed}");
        cluster.ResultIsThatOf(undisturbed.Run, run);
        Assert.All(new[] { "mri-0", "mri-1" }, fold => Assert.Contains(here.EpochsOf(fold, 2)[0] - 1, here.CheckpointsOf(fold, 1)));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"the killed one trains again after {again.TotalSeconds:0.0} s, the hanging one after {noticed.TotalSeconds:0.0} s");
    }
}
