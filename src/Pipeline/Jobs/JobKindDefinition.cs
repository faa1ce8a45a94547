using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Jobs;

/// <summary>How long a job that follows the folds is thought to take, before anything of it is measured.</summary>
/// <param name="Folds">As a part of a fold of the run's slowest branch.</param>
/// <param name="LeastSeconds">But no less than this.</param>
public sealed record JobCost(double Folds, double LeastSeconds);

/// <summary>
/// One node of the run's graph: the jobs of one kind, what they read, and all that other rooms need to know of them. What such a job does
/// is in the trainer.
/// </summary>
/// <param name="Stage">A run that goes only as far as an earlier stage has none of these jobs.</param>
/// <param name="Label">One lower-case word, in metrics and traces.</param>
public sealed record JobKindDefinition(JobKind Kind, RunStage Stage, string Label)
{
    /// <summary>
    /// The jobs that a run consists of, in the order in which they are asked for. It follows from the run's journal and from nothing else, so that
    /// every process and every replay has the same ones. It may grow as results come (a second rung by the figures of the first) but must not
    /// change what it said before: the kind is done when all that it says is official.
    /// </summary>
    public required Func<IRunResults, RunSpecification, IEnumerable<JobRequest>> Jobs { get; init; }

    /// <summary>Asked for together with the kind before it. Any other waits until everything before it is official.</summary>
    public bool IsBesideTheLast { get; init; }

    /// <summary>
    /// Each of these jobs is asked for as soon as what it reads is official, whatever else is open, and be it in an earlier stage. In the queue they stand
    /// where their kind does, so they delay nothing that comes before.
    /// </summary>
    public bool BeginsWithItsInputs { get; init; }

    /// <summary>What a run is doing while this is the furthest kind that was asked for, for people: <c>evaluation</c>.</summary>
    public required string Activity { get; init; }

    /// <summary>People are told how many of these jobs are done: <c>folds 4/10</c>.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The folder, below the run's, that holds the folders of these jobs; empty: the run's own.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The folder, below the run's, where official files are shown under their plain names; null: they stay in the attempt's folder.</summary>
    public string? PublishedIn { get; init; }

    /// <summary>Which of them, relative to the attempt's folder; empty: all.</summary>
    public ImmutableArray<string> PublishedNames { get; init; } = [];

    /// <summary>Null: nothing is added to the run's time; it is measured otherwise, or done beside something that takes longer.</summary>
    public JobCost? Cost { get; init; }

    /// <summary>What it reads outside of the workspace.</summary>
    public Func<RunSpecification, IEnumerable<InputPlace>> Inputs { get; init; } = _ => [];

    /// <summary>It works in epochs: ended in order, it brings the last finished one to disk, and the next attempt goes on from there.</summary>
    public bool KeepsEpochs { get; init; }
}
