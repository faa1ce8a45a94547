using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>
/// The run that every other must equal. Its folds are long enough that each writes a checkpoint, which it does after 10 s: how many
/// epochs that takes depends on the machine and on what else it does, so a run of too few is made again with more.
/// </summary>
public sealed class LongRun : IDisposable
{
    /// <summary>As many as a node has slots: each test waits for one round of folds and no second one.</summary>
    public const int Folds = 2;

    private const double Shortest = 16, Aim = 25; // seconds

    internal TinyCohort Cohort { get; } = TinyCohort.Make();

    internal RunOnDisk Run { get; }

    public LongRun()
    {
        var epochs = 250;
        while (true)
        {
            var workspace = Cohort.WithLongFolds(epochs, folds: Folds).Workspace($"undisturbed-{epochs}");
            var (code, _, errors) = AxspaProcess.Run("run", Cohort.Specification, "--workspace", workspace, "--slots", "cpu:2", "--pbm-port", "off");
            Assert.True(code == 0, errors);
            Run = RunOnDisk.OnlyOne(workspace);
            var shortest = Enumerable.Range(0, Folds).Min(fold => Run.SecondsOf($"mri-{fold}"));
            if (shortest >= Shortest)
                break;
            epochs = (int)(epochs * Aim / shortest);
        }
    }

    public void Dispose() => Cohort.Dispose();
}
