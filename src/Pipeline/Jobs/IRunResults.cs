using System.Collections.Immutable;

namespace AxSpa.Pipeline.Jobs;

/// <summary>What the graph of jobs may follow from: how far a run goes, what is official in it, and what was asked for.</summary>
public interface IRunResults
{
    /// <summary>The last stage that was asked for.</summary>
    RunStage Until { get; }

    /// <returns>The figures of the job's official result, which may be none; null: it has no official result just now.</returns>
    ImmutableSortedDictionary<string, double>? FiguresOf(JobId job);

    /// <returns>What the job reads, as it was asked for, which may have been by an earlier version; null: it was not asked for.</returns>
    ImmutableArray<JobId>? ReadsOf(JobId job);
}
