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
            _waiting.Enqueue(new LogLine(happened.At, happened.Severity, happened.Line));
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
}
