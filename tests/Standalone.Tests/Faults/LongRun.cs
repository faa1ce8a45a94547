using AxSpa.Standalone.Tests.Faults;
using Xunit;

[assembly: AssemblyFixture(typeof(LongRun))]

namespace AxSpa.Standalone.Tests.Faults;

/// <summary>
/// The run that every other must equal, made when the first test asks for it. Its trainers are not paced; those of the others are, so that their folds
/// last for a minute and a half or until they are let go, and so write checkpoints, which they do after 10 s.
/// </summary>
public sealed class LongRun : IDisposable
{
    /// <summary>As many as a node has slots: each test waits for one round of folds and no second one.</summary>
    public const int Folds = 2;

    private const int Epochs = 64;

    private readonly Lazy<(TinyCohort Cohort, RunOnDisk Run)> _made = new(Make);

    internal TinyCohort Cohort => _made.Value.Cohort;

    internal RunOnDisk Run => _made.Value.Run;

    public void Dispose()
    {
        if (_made.IsValueCreated)
            Cohort.Dispose();
    }

    /// <summary>A cluster for the same run in a workspace of its own, with its journal in a file.</summary>
    internal StartedCluster Cluster(string name) => Cluster(name, Path.Combine(Cohort.Folder, $"journal-{name}", "journal.db"));

    internal StartedCluster Cluster(string name, string journal) => new(Cohort.Workspace(name), journal, new PacedTrainer(Cohort.Workspace($"{name}-trainer")));

    private static (TinyCohort Cohort, RunOnDisk Run) Make()
    {
        var cohort = TinyCohort.Make().WithLongFolds(Epochs, Folds);
        return (cohort, RunOnDisk.Undisturbed(cohort));
    }
}
