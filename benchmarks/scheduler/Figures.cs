using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.SchedulerBenchmark;

/// <summary>What a measurement found.</summary>
internal sealed record Figures
{
    public required Load Load { get; init; }

    /// <summary>Each official once.</summary>
    public required int Jobs { get; init; }

    /// <summary>As many as jobs, unless an attempt was lost.</summary>
    public required int Attempts { get; init; }

    /// <summary>Until the last run was completed.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Until the last job was official.</summary>
    public required double MakespanSeconds { get; init; }

    /// <summary>Of list scheduling in the order of the grants.</summary>
    public required double ListSeconds { get; init; }

    public required double LowerBoundSeconds { get; init; }

    /// <summary>Events that came to rest in the journal.</summary>
    public required long StateChanges { get; init; }

    public required double StateChangesInBestSecond { get; init; }

    public required long ProgressLines { get; init; }

    /// <summary>Of the coordinator, with all nodes there and no run.</summary>
    public required double IdleCores { get; init; }

    public required double CoordinatorCores { get; init; }

    /// <summary>Of the processes that pretend to be nodes.</summary>
    public required double NodeCores { get; init; }

    public required double ServerCores { get; init; }

    /// <summary>MB, of the coordinator.</summary>
    public required double MemoryAtAFifth { get; init; }

    public required double MemoryAtTheEnd { get; init; }

    /// <summary>In ascending order.</summary>
    public required ImmutableArray<double> QueueSeconds { get; init; }

    public required ImmutableArray<double> NodeListSeconds { get; init; }

    /// <summary>Slots of each run, on average while all of them wanted more.</summary>
    public required ImmutableArray<double> HeldMeans { get; init; }

    public required double ContendedSeconds { get; init; }

    public double Overhead => MakespanSeconds / ListSeconds - 1;

    public double JobsPerSecond => Jobs / MakespanSeconds;

    public double StateChangesPerSecond => StateChanges / WallSeconds;

    public double ProgressPerSecond => ProgressLines / WallSeconds;

    public double MemoryGrowth => MemoryAtTheEnd / MemoryAtAFifth - 1;

    /// <summary>The run that is furthest from the mean of all, in slots.</summary>
    public double Unfairness => HeldMeans.Max(held => Math.Abs(held - HeldMeans.Average()));

    /// <summary>The slowest of a hundred.</summary>
    public static double Percentile99(ImmutableArray<double> ascending) =>
        ascending.IsEmpty ? double.NaN : ascending[(int)Math.Ceiling(ascending.Length * 0.99) - 1];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
          {Jobs} jobs in {Attempts} attempts, of {Load.ShortestSeconds}–{Load.LongestSeconds} s of {Load.Runs} runs on {Load.Slots} slots of {Load.Nodes} nodes
          makespan {MakespanSeconds:0.0} s; list scheduling in the same order {ListSeconds:0.0} s ({Overhead:+0.0%;-0.0%}); lower bound
          {LowerBoundSeconds:0.0} s
          {JobsPerSecond:0} jobs/s, {StateChangesPerSecond:0} durable state changes/s (best second {StateChangesInBestSecond:0}),
          {ProgressPerSecond:0} progress lines/s
          cores: coordinator {CoordinatorCores:0.00} (idle {IdleCores:0.00}), nodes {NodeCores:0.00}, database server {ServerCores:0.00}
          memory of the coordinator: {MemoryAtAFifth:0} MB at a fifth, {MemoryAtTheEnd:0} MB at the end ({MemoryGrowth:+0%;-0%})
          queue list: median {Middle(QueueSeconds):0.000} s, p99 {Percentile99(QueueSeconds):0.000} s
          node list: median {Middle(NodeListSeconds):0.000} s, p99 {Percentile99(NodeListSeconds):0.000} s
          slots per run while all wanted more ({ContendedSeconds:0.0} s): {HeldMeans.Min():0.00} to {HeldMeans.Max():0.00}, mean {HeldMeans.Average():0.00}
        """);

    private static double Middle(ImmutableArray<double> ascending) => ascending.IsEmpty ? double.NaN : ascending[ascending.Length / 2];
}
