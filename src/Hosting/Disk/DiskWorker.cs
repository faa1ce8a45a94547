using System.Globalization;
using Akka.Actor;
using AxSpa.Pipeline.Files;

namespace AxSpa.Hosting.Disk;

/// <summary>
/// All that a member of the cluster does with its workspace: a fixed number of threads, each lane its own, behind one bounded queue. A file server that
/// hangs takes these threads and nothing else: no actor, no dispatcher, and not the thread pool, which carry the cluster's heartbeats.
/// </summary>
/// <remarks>
/// Not an actor: one that hangs in a call cannot be stopped, and a coordinator that stands down waits for all below it. At the bound an operation is
/// refused at once and nothing is lost by it: what a run owes it asks for again every second, what a node reports it reports again, and who asked
/// is told so.
/// </remarks>
public sealed class DiskWorker : IExtension
{
    /// <summary>Operations that wait. A run has a handful at a time, so that so many wait only for a disk that hangs.</summary>
    public const int MostWaiting = 1_000;

    /// <summary>Of each lane. A thread that waits for a share costs no processor; more of them would only wait for the same share.</summary>
    private const int ThreadsOfLane = 4;

    private sealed class Provider : ExtensionIdProvider<DiskWorker>
    {
        public override DiskWorker CreateExtension(ExtendedActorSystem system)
        {
            var worker = new DiskWorker(TimeProvider.System);
            _ = system.WhenTerminated.ContinueWith(_ => worker.End(), TaskScheduler.Default);
            return worker;
        }
    }

    private readonly TimeProvider _clock;
    private readonly object _gate = new();
    private readonly LinkedList<DiskOperation> _waiting = new();
    private readonly List<DiskOperation> _underway = [];
    private readonly HashSet<string> _keysUnderway = new(StringComparer.Ordinal);
    private readonly int[] _threads = new int[Enum.GetValues<DiskLane>().Length];
    private readonly int[] _idle = new int[Enum.GetValues<DiskLane>().Length];
    private bool _hasEnded;

    internal DiskWorker(TimeProvider clock) => _clock = clock;

    /// <summary>The one of this process's actor system.</summary>
    public static DiskWorker Of(ActorSystem system) => system.WithExtension<DiskWorker, Provider>();

    public DiskSession Open(IWorkspaceStore store) => new(this, store, _clock);

    /// <summary>Waits until everything is done that was asked for so far, and what that asked for in turn.</summary>
    /// <param name="of">Null: of all.</param>
    /// <returns>False: it is not within this time.</returns>
    public bool WaitUntilIdle(TimeSpan within, DiskSession? of = null)
    {
        var began = _clock.GetTimestamp();
        lock (_gate)
        {
            while (_underway.Concat(_waiting).Any(operation => of is null || operation.Session == of))
            {
                var left = within - _clock.GetElapsedTime(began);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                    return false;
            }
            return true;
        }
    }

    /// <returns>Why it was not taken; null: it was.</returns>
    internal DiskBusyException? Refusal(DiskOperation operation)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MostWaiting)
                return new DiskBusyException(string.Create(CultureInfo.InvariantCulture,
                    $"{_waiting.Count} operations wait for the workspace {operation.Session.Store.Title} already: it does not keep up, or does not answer"));
            if (_hasEnded)
                return null;
            _waiting.AddLast(operation);
            StartThreadIfNeeded(operation.Lane);
            Monitor.PulseAll(_gate);
        }
        return null;
    }

    /// <param name="patience">Null: what each call may take as a rule.</param>
    internal DiskStall? StallOf(string workspace, TimeSpan? patience)
    {
        List<DiskOperation> underway;
        lock (_gate)
            underway = [.. _underway.Where(operation => operation.Session.Store.Title == workspace)];
        return underway.Select(operation => operation.Now).OfType<DiskOperation.Call>()
            .Where(call => _clock.GetElapsedTime(call.At) > (patience ?? call.Patience))
            .OrderBy(call => call.At).Select(call => new DiskStall(workspace, call.ToString(), call.Since)).FirstOrDefault();
    }

    internal void Drop(DiskSession session)
    {
        lock (_gate)
        {
            for (var at = _waiting.First; at is not null;)
            {
                var next = at.Next;
                if (at.Value.Session == session)
                    _waiting.Remove(at);
                at = next;
            }
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A thread that was woken a moment ago still counts as idle, and so does what it will take as waiting.</summary>
    private void StartThreadIfNeeded(DiskLane lane)
    {
        var at = (int)lane;
        if (_threads[at] == ThreadsOfLane || _waiting.Count(operation => operation.Lane == lane) <= _idle[at])
            return;
        var name = string.Create(CultureInfo.InvariantCulture, $"disk-{lane}-{++_threads[at]}");
        new Thread(() => Work(lane)) { IsBackground = true, Name = name }.Start();
    }

    private void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _waiting.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    private void Work(DiskLane lane)
    {
        while (Next(lane) is { } operation)
        {
            try
            {
                operation.Tell(Result(operation));
            }
            finally
            {
                lock (_gate)
                {
                    _underway.Remove(operation);
                    if (operation.Key is { } key)
                        _keysUnderway.Remove(key);
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    private object? Result(DiskOperation operation)
    {
        try
        {
            operation.Session.ThrowIfOver();
            return operation.Work(new WatchedStore(operation.Session.Store, operation, _clock));
        }
        catch (OperationCanceledException) when (operation.Session.IsOver)
        {
            return null; // Nobody is there to hear of it.
        }
        catch (Exception failure)
        {
            // Whatever it is must not end the process: this thread has nobody above it.
            return operation.Failed(failure);
        }
    }

    /// <returns>Null: there will be nothing more.</returns>
    private DiskOperation? Next(DiskLane lane)
    {
        lock (_gate)
        {
            while (!_hasEnded)
            {
                if (Taken(lane) is { } operation)
                    return operation;
                _idle[(int)lane]++;
                Monitor.Wait(_gate);
                _idle[(int)lane]--;
            }
            return null;
        }
    }

    /// <summary>The oldest of the lane whose key is neither under way nor waited for by an older operation, of whichever lane.</summary>
    private DiskOperation? Taken(DiskLane lane)
    {
        HashSet<string>? passed = null;
        for (var at = _waiting.First; at is not null; at = at.Next)
        {
            var operation = at.Value;
            if (operation.Key is { } key && (_keysUnderway.Contains(key) || passed?.Contains(key) == true))
                continue;
            if (operation.Lane != lane)
            {
                if (operation.Key is { } later)
                    (passed ??= new HashSet<string>(StringComparer.Ordinal)).Add(later);
                continue;
            }
            _waiting.Remove(at);
            _underway.Add(operation);
            if (operation.Key is { } mine)
                _keysUnderway.Add(mine);
            return operation;
        }
        return null;
    }
}
