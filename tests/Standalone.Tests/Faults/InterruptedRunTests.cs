using System.Diagnostics;
using Xunit;

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>A run of one process that somebody interrupts.</summary>
public sealed class InterruptedRunTests(LongRun undisturbed)
{
    [Fact]
    public void A_run_on_one_machine_that_is_interrupted_goes_on_after_the_last_epoch_it_finished()
    {
        var workspace = undisturbed.Cohort.Workspace("interrupted");
        string[] folds = ["mri-0", "mri-1"];
        string[] arguments = ["run", undisturbed.Cohort.Specification, "--workspace", workspace, "--slots", "cpu:2", "--pbm-port", "off"];
        using (var interrupted = AxspaProcess.Start(arguments, new PacedTrainer(undisturbed.Cohort.Workspace("interrupted-trainer")).Environment))
        {
            interrupted.Until(() => Directory.Exists(Path.Combine(workspace, "runs")) && folds.All(fold => Epochs(fold, 1).LastOrDefault() >= 5),
                "both folds had finished some epochs");
            // Ctrl-C reaches the trainers as well as their node.
            foreach (var trainer in interrupted.Children)
                AxspaProcess.Signal("INT", trainer);
            var struck = Stopwatch.StartNew();
            interrupted.Interrupt();
            Assert.Equal(130, interrupted.End().Code);
            TestContext.Current.TestOutputHelper!.WriteLine($"ended {struck.Elapsed.TotalSeconds:0.0} s after Ctrl-C");
        }
        int[] last = [.. folds.Select(fold => Epochs(fold, 1)[^1])];
        var (code, _, errors) = AxspaProcess.Run(arguments);
        Assert.True(code == 0, errors);
        Assert.Equal(undisturbed.Run.EqualSet(), RunOnDisk.OnlyOne(workspace).EqualSet());
        Assert.Equal(last.Select(epoch => epoch + 1), folds.Select(fold => Epochs(fold, 2)[0]));
        Assert.DoesNotContain(" error ", RunOnDisk.OnlyOne(workspace).TrainerLog("mri-0", 1));

        int[] Epochs(string fold, int attempt) =>
            Directory.GetDirectories(Path.Combine(workspace, "runs")) is [var run] ? new RunOnDisk(run).EpochsOf(fold, attempt) : [];
    }
}
