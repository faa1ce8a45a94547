using System.Collections.Immutable;

namespace AxSpa.Pipeline.Jobs;

/// <summary>What the graph of jobs may follow from: how far a run goes, and what is official in it.</summary>
public interface IRunResults
{
    /// <summary>The last stage that was asked for.</summary>
    RunStage Until { get; }

    /// <returns>The figures of the job's official result, which may be none; null: it has no official result just now.</returns>
    ImmutableSortedDictionary<string, double>? FiguresOf(JobId job);
}
