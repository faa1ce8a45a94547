using System.Globalization;
using Akka.Actor;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>The run's <c>run.log</c>: one line per event, UTC. For people; the journal is the truth.</summary>
internal sealed class RunLog(RunFolder folder, DiskSession disk)
{
    /// <summary>Lines that wait for the disk; of more than that the oldest are left out.</summary>
    private const int MostWaiting = 1000;

    private readonly Lock _gate = new();

    /// <summary>The run adds lines, and the worker takes away those that it has written.</summary>
    private readonly Queue<LogLine> _waiting = new();

    /// <summary>The worker was asked to write, and has not begun: whatever is added until then goes with it.</summary>
    private bool _isAsked;

    /// <summary>A log that cannot be written (a full disk, a share that is away) never stops a run; its lines wait for the next one.</summary>
    public void Append(RunEvents.IRunEvent happened)
    {
        lock (_gate)
        {
            if (_waiting.Count == MostWaiting)
                _waiting.Dequeue();
            _waiting.Enqueue(new LogLine(happened.At, SeverityOf(happened), Describe(happened)));
        }
        Flush();
    }

    /// <summary>Has written what waits, if it can be.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_isAsked || _waiting.Count == 0)
                return;
            _isAsked = true;
        }
        disk.Do(DiskLane.Writes, folder.Run.Value, ActorRefs.Nobody, Write, _ =>
        {
            lock (_gate)
                _isAsked = false;
            return null;
        });
    }

    private object? Write(IWorkspaceStore store)
    {
        List<LogLine> lines;
        lock (_gate)
            (_isAsked, lines) = (false, [.. _waiting]);
        if (lines.Count == 0)
            return null;
        try
        {
            store.Append(StoreName.In(folder.Workspace, folder.Log), string.Concat(lines.Select(line => $"{line}\n")));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        // The oldest may have been left out meanwhile.
        lock (_gate)
            while (_waiting.TryPeek(out var oldest) && lines.Any(line => ReferenceEquals(line, oldest)))
                _waiting.Dequeue();
        return null;
    }

    private static Severity SeverityOf(RunEvents.IRunEvent happened) => happened switch
    {
        RunEvents.Failed => Severity.Error,
        RunEvents.AttemptFailed { Kind: FailureKind.Cancelled } => Severity.Info,
        RunEvents.AttemptFailed or RunEvents.FileNotVisible or RunEvents.ResultWithdrawn or RunEvents.Cancelled => Severity.Warn,
        _ => Severity.Info,
    };

    private static string Describe(RunEvents.IRunEvent happened) => happened switch
    {
        RunEvents.Submitted submitted => $"submitted '{submitted.Name}' as {submitted.Run} until {submitted.Until}",
        RunEvents.TookOver tookOver => string.Create(CultureInfo.InvariantCulture, $"coordinator took over, generation {tookOver.Generation}"),
        RunEvents.Extended extended => $"extended until {extended.Until}",
        RunEvents.JobsRequested requested => $"requested {string.Join(' ', requested.Jobs.Select(job => job.Id.Value))}",
        RunEvents.JobsRequestedWithFiles older => $"requested {string.Join(' ', older.Jobs.Select(job => job.Id.Value))}",
        RunEvents.JobGranted granted => string.Create(CultureInfo.InvariantCulture,
            $"granted {granted.Job} attempt {granted.Attempt} to {granted.Node} slot {granted.Slot} ({granted.Device})"),
        RunEvents.JobMadeOfficial made => string.Create(CultureInfo.InvariantCulture,
            $"official {made.Job} attempt {made.Attempt}{Figures(made)}"),
        RunEvents.AttemptFailed failed => string.Create(CultureInfo.InvariantCulture,
            $"failed {failed.Job} attempt {failed.Attempt} ({failed.Kind}): {failed.Reason}"),
        RunEvents.FileNotVisible unseen => string.Create(CultureInfo.InvariantCulture,
            $"failed {unseen.Job} attempt {unseen.Attempt} (NotVisible): {unseen.File} is not visible on {unseen.Node}"),
        RunEvents.ResultWithdrawn withdrawn => $"withdrawn {withdrawn.Job}{(withdrawn.Attempt > 0 ? string.Create(CultureInfo.InvariantCulture, $" attempt {withdrawn.Attempt}") : "")}: {withdrawn.Reason}",
        RunEvents.JobRetried retried => $"retry of {retried.Job} was asked for",
        RunEvents.Paused => "paused",
        RunEvents.Resumed => "resumed",
        RunEvents.ResourcesChanged => "other resources were asked for by a later submission",
        RunEvents.Prioritized prioritized => $"priority {RunPriority.Word(prioritized.Priority)}",
        RunEvents.Limited limited => limited.MaxSlots is { } most ? string.Create(CultureInfo.InvariantCulture, $"limited to {most} slots at once") : "no limit of slots",
        RunEvents.Moved moved => $"moved in the queue: {moved.Place.ToString().ToLowerInvariant()}{(moved.Before is { } other ? $" {other}" : "")}",
        RunEvents.Completed => "completed",
        RunEvents.Failed failed => $"run failed ({failed.Kind}): {failed.Reason}",
        RunEvents.Cancelled => "cancelled",
        _ => happened.GetType().Name,
    };

    private static string Figures(RunEvents.JobMadeOfficial made) =>
        string.Concat(made.Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $" {figure.Key}={figure.Value:0.####}")));
}
