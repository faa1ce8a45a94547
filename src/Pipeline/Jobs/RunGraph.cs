using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// The graph of a run's jobs: kinds in the order in which they are asked for and stand in the queue. What follows in a run, who owns which stage,
/// folders, labels, progress and the time that is left are read from here. Pure: the same results give the same jobs.
/// </summary>
public sealed class RunGraph(ImmutableArray<JobKindDefinition> kinds)
{
    /// <summary>The graph that runs are computed by.</summary>
    public static RunGraph Whole { get; } = new(JobKinds.Definitions);

    /// <summary>The last one is what the others are for.</summary>
    public ImmutableArray<JobKindDefinition> Kinds { get; } = kinds;

    /// <returns>Null: it knows no such kind.</returns>
    public JobKindDefinition? Find(JobKind kind) => Kinds.FirstOrDefault(one => one.Kind == kind);

    /// <exception cref="KeyNotFoundException">It knows no such kind.</exception>
    public JobKindDefinition Of(JobKind kind) => Find(kind) ?? throw new KeyNotFoundException($"There is no definition of jobs of kind {kind}.");

    /// <summary>The smaller one comes first in the queue.</summary>
    public int RankOf(JobKind kind)
    {
        for (var rank = 0; rank < Kinds.Length; rank++)
            if (Kinds[rank].Kind == kind) return rank;
        return Kinds.Length;
    }

    /// <summary>
    /// The jobs of these stages whose turn it is: of the first kind that is not all official, of those that are asked for beside it, and of those that
    /// wait for nothing but what they read. Official ones are among them.
    /// </summary>
    /// <param name="stages">Which are looked at.</param>
    /// <returns>Null: all of these stages is official, as far as the run goes.</returns>
    public ImmutableArray<JobRequest>? Due(IRunResults run, RunSpecification specification, Func<RunStage, bool> stages)
    {
        var (due, isOpen) = (ImmutableArray.CreateBuilder<JobRequest>(), false);
        foreach (var kind in Kinds.Where(kind => kind.Stage <= run.Until && stages(kind.Stage)))
        {
            if (isOpen && !kind.IsBesideTheLast && !kind.BeginsWithItsInputs)
                break;
            ImmutableArray<JobRequest> jobs = [.. kind.Jobs(run, specification)];
            if (run.AllOfficial(jobs))
                continue;
            isOpen = true;
            due.AddRange(kind.BeginsWithItsInputs ? jobs.Where(job => run.HasInputsOf(job)) : jobs);
        }
        return isOpen ? due.ToImmutable() : null;
    }

    /// <summary>The jobs of later stages than the one that is under way for which everything they read is official already.</summary>
    public ImmutableArray<JobRequest> Ahead(IRunResults run, RunSpecification specification)
    {
        var wanted = Kinds.Where(kind => kind.Stage <= run.Until).ToList();
        return wanted.Find(kind => !run.AllOfficial(kind.Jobs(run, specification))) is not { } underway ? []
            : [.. wanted.Where(kind => kind.BeginsWithItsInputs && kind.Stage > underway.Stage)
                .SelectMany(kind => kind.Jobs(run, specification)).Where(job => run.HasInputsOf(job))];
    }
}

public static class RunResults
{
    public static bool AllOfficial(this IRunResults run, IEnumerable<JobRequest> jobs) => jobs.All(job => run.FiguresOf(job.Id) is not null);

    /// <summary>Whether everything that the job reads is official.</summary>
    public static bool HasInputsOf(this IRunResults run, JobRequest job) => job.Reads.All(read => run.FiguresOf(read) is not null);
}
