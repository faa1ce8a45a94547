using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>What happened to a run, in the order it was written to the journal. Nothing acts on a decision before its event rests there.</summary>
public static class RunEvents
{
    public interface IRunEvent : IWireMessage
    {
        DateTimeOffset At { get; }

        /// <summary>In run.log, for people.</summary>
        string Line { get; }

        /// <summary>Of that line.</summary>
        Severity Severity => Severity.Info;
    }

    /// <param name="Specification">The effective specification as YAML.</param>
    public sealed record Submitted(RunId Run, string Key, string Name, string Specification, RunStage Until, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => $"submitted '{Name}' as {Run} until {Until}";
    }

    /// <summary>The first event after every recovery. Grants carry the generation, and nodes refuse older ones.</summary>
    public sealed record TookOver(long Generation, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => string.Create(CultureInfo.InvariantCulture, $"coordinator took over, generation {Generation}");
    }

    /// <summary>A later submission of the same key asks the run to go further.</summary>
    public sealed record Extended(RunStage Until, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => $"extended until {Until}";
    }

    /// <summary>Which files a job reads follows from which results are official: whoever reads one that is withdrawn is asked for anew.</summary>
    public sealed record JobsRequested(ImmutableArray<JobRequest> Jobs, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => $"requested {string.Join(' ', Jobs.Select(job => job.Id.Value))}";
    }

    /// <summary>The same as earlier versions wrote it, each job with every file that it reads. Read only.</summary>
    public sealed record JobsRequestedWithFiles(ImmutableArray<JobRequestWithFiles> Jobs, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => $"requested {string.Join(' ', Jobs.Select(job => job.Id.Value))}";
    }

    public sealed record JobRequestWithFiles(JobId Id, JobKind Kind, ImmutableArray<StoredFile> Inputs, FoldId? Fold = null, DrawRange? Draws = null);

    public sealed record JobGranted(JobId Job, int Attempt, NodeId Node, int Slot, string Device, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => string.Create(CultureInfo.InvariantCulture, $"granted {Job} attempt {Attempt} to {Node} slot {Slot} ({Device})");
    }

    /// <summary>The only thing that makes a result official.</summary>
    public sealed record JobMadeOfficial(
        JobId Job, int Attempt, NodeId Node, ImmutableArray<StoredFile> Files, ImmutableSortedDictionary<string, double> Figures,
        DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => string.Create(CultureInfo.InvariantCulture, $"official {Job} attempt {Attempt}{string.Concat(Figures.Select(Told))}");

        private static string Told(KeyValuePair<string, double> figure) => string.Create(CultureInfo.InvariantCulture, $" {figure.Key}={figure.Value:0.####}");
    }

    /// <param name="MadeProgress">It had completed an epoch: such an end does not count against the limit of crashes.</param>
    /// <param name="Epoch">The last that it had completed.</param>
    public sealed record AttemptFailed(
        JobId Job, int Attempt, NodeId Node, FailureKind Kind, string Reason, bool MadeProgress, DateTimeOffset At, int Epoch = 0) : IRunEvent
    {
        string IRunEvent.Line => string.Create(CultureInfo.InvariantCulture, $"failed {Job} attempt {Attempt} ({Kind}): {Reason}");

        Severity IRunEvent.Severity => Kind == FailureKind.Cancelled ? Severity.Info : Severity.Warn;
    }

    /// <summary>The attempt ended because its node does not see a file that the coordinator sees: it goes elsewhere, and counts for nothing.</summary>
    /// <param name="File">Absolute, or relative to the workspace.</param>
    public sealed record FileNotVisible(JobId Job, int Attempt, NodeId Node, string File, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => string.Create(CultureInfo.InvariantCulture, $"failed {Job} attempt {Attempt} (NotVisible): {File} is not visible on {Node}");

        Severity IRunEvent.Severity => Severity.Warn;
    }

    /// <summary>
    /// What a job wrote, or was to read, is not what it was: the job is asked for anew, as the next attempt. The only thing that ends
    /// being official.
    /// </summary>
    /// <param name="Attempt">The one that was official or held the grant; 0: none did.</param>
    public sealed record ResultWithdrawn(JobId Job, int Attempt, string Reason, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line =>
            $"withdrawn {Job}{(Attempt > 0 ? string.Create(CultureInfo.InvariantCulture, $" attempt {Attempt}") : "")}: {Reason}";

        Severity IRunEvent.Severity => Severity.Warn;
    }

    /// <summary>Someone had this job tried again: what counted against it and made it wait is forgotten.</summary>
    public sealed record JobRetried(JobId Job, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => $"retry of {Job} was asked for";
    }

    /// <summary>Nothing more is granted until <see cref="Resumed"/>.</summary>
    public sealed record Paused(DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => "paused";
    }

    /// <summary>A run that was paused, or had failed, goes on; a failed one with every count of failures at zero.</summary>
    public sealed record Resumed(DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => "resumed";
    }

    /// <summary>A later submission of the same key asks for other resources; what it does not change stays as people ordered it since.</summary>
    public sealed record ResourcesChanged(ResourceOptions Asked, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => "other resources were asked for by a later submission";
    }

    /// <summary>It takes back a place that was given by hand.</summary>
    public sealed record Prioritized(int Priority, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => $"priority {RunPriority.Word(Priority)}";
    }

    /// <param name="MaxSlots">Null: no limit.</param>
    public sealed record Limited(int? MaxSlots, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => MaxSlots is { } most ? string.Create(CultureInfo.InvariantCulture, $"limited to {most} slots at once") : "no limit of slots";
    }

    /// <param name="Before">Set for <see cref="QueuePlace.Before"/>.</param>
    public sealed record Moved(QueuePlace Place, RunId? Before, DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => $"moved in the queue: {Place.ToString().ToLowerInvariant()}{(Before is { } other ? $" {other}" : "")}";
    }

    public sealed record Completed(DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => "completed";
    }

    /// <param name="Job">Whose failure ended the run; null: an earlier version wrote this.</param>
    public sealed record Failed(FailureKind Kind, string Reason, DateTimeOffset At, JobId? Job = null) : IRunEvent
    {
        string IRunEvent.Line => $"run failed ({Kind}): {Reason}";

        Severity IRunEvent.Severity => Severity.Error;
    }

    public sealed record Cancelled(DateTimeOffset At) : IRunEvent
    {
        string IRunEvent.Line => "cancelled";

        Severity IRunEvent.Severity => Severity.Warn;
    }
}

/// <summary>What the coordinator's own index remembers.</summary>
public static class IndexEvents
{
    /// <param name="Submitted">The run's first event, kept here too: so a run that is indexed can always begin.</param>
    public sealed record RunIndexed(RunEvents.Submitted Submitted) : IWireMessage;

    /// <param name="Refusal">See <see cref="RunSummary.Refusal"/>.</param>
    /// <param name="Priority">That it had at its end.</param>
    public sealed record RunClosed(
        RunId Run, RunStatus Status, DateTimeOffset At, string? Refusal = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Priority = RunPriority.Normal) : IWireMessage;

    /// <summary>The first event after every recovery: a coordinator that was replaced meanwhile finds its next number taken.</summary>
    public sealed record TookOver(DateTimeOffset At) : IWireMessage;

    /// <summary>A closed run is worked on again: it was extended to a later stage.</summary>
    public sealed record RunReopened(RunId Run, DateTimeOffset At) : IWireMessage;

    /// <summary>From now on the run is nobody's, and its folder is being removed: a coordinator that takes over goes on with that.</summary>
    public sealed record RunDeleting(RunId Run, DateTimeOffset At) : IWireMessage;

    /// <summary>Its folder is gone.</summary>
    public sealed record RunDeleted(RunId Run, DateTimeOffset At) : IWireMessage;

    /// <summary>What ops want everybody to read; null: nothing any more.</summary>
    public sealed record MessageSet(string? Text, DateTimeOffset At) : IWireMessage;

    /// <param name="Node">Its address, <c>host:port</c>: what was ordered holds for each life of it.</param>
    /// <param name="MoveAt">What still runs there by then goes on elsewhere from its checkpoint; null: it may run to its end.</param>
    public sealed record NodeDrained(string Node, DateTimeOffset? MoveAt, string? Reason, DateTimeOffset At) : IWireMessage;

    /// <param name="Run">The run that it is out of bounds for; null: for all.</param>
    public sealed record NodeExcluded(string Node, RunId? Run, string? Reason, DateTimeOffset At) : IWireMessage;

    /// <param name="Run">The run that may go there again; null: everything that was ordered about the node is taken back.</param>
    public sealed record NodeEnabled(string Node, RunId? Run, DateTimeOffset At) : IWireMessage;
}

/// <summary>What looks at the journal itself leave in it.</summary>
public static class JournalEvents
{
    /// <summary>'doctor' was here. Only the last one is kept.</summary>
    public sealed record Probed(DateTimeOffset At) : IWireMessage;
}
