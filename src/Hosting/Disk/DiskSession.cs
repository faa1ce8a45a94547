using Akka.Actor;
using AxSpa.Pipeline.Files;

namespace AxSpa.Hosting.Disk;

/// <summary>
/// The way to the disk of one life of an actor and of all below it. When that ends, so does this: nothing is begun any more on behalf of a coordinator
/// that has been followed by another one.
/// </summary>
public sealed class DiskSession
{
    private readonly DiskWorker _worker;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private (long At, TimeSpan Within)? _closed;
    private bool _isOver;

    internal DiskSession(DiskWorker worker, IWorkspaceStore store, TimeProvider clock) => (_worker, Store, _clock) = (worker, store, clock);

    internal IWorkspaceStore Store { get; }

    /// <summary>
    /// For an actor, which goes on meanwhile and hears of the result as of any message. Where the queue is full the operation is not taken, and the
    /// hearer is told of a <see cref="DiskBusyException"/> at once; where this session is closed nothing is told.
    /// </summary>
    /// <param name="key">Of a run: its operations are done one after the other, in this order. Null: in any order.</param>
    /// <param name="work">On a thread of the worker. Null as a result: nothing is told.</param>
    /// <param name="failed">The message for whatever <paramref name="work"/> threw.</param>
    public void Do(DiskLane lane, string? key, IActorRef hearer, Func<IWorkspaceStore, object?> work, Func<Exception, object?> failed)
    {
        var operation = new DiskOperation(this, lane, key, hearer, work, failed);
        lock (_gate)
            if (_closed is not null)
                return;
        if (_worker.Refusal(operation) is { } refusal)
            operation.Tell(failed(refusal));
    }

    /// <summary>A call to this workspace that has not come back in its time, whoever waits for it; null: it answers. No disk is asked.</summary>
    public DiskStall? Stall => _worker.StallOf(Store.Title, null);

    /// <summary>The same with another patience than usual.</summary>
    public DiskStall? StallOf(TimeSpan patience) => _worker.StallOf(Store.Title, patience);

    /// <summary>
    /// What was asked for may still be begun within this time, and is waited for as long; then the rest is dropped. Short, because a coordinator that
    /// stands down may be followed by another one a second later.
    /// </summary>
    public void Close(TimeSpan within)
    {
        lock (_gate)
            _closed ??= (_clock.GetTimestamp(), within);
        _worker.WaitUntilIdle(within, this);
        // Not by the clock alone: a wait of so many milliseconds may come back a fraction of one early, and nothing begins once this has returned.
        lock (_gate)
            _isOver = true;
        _worker.Drop(this);
    }

    internal void ThrowIfOver()
    {
        if (IsOver)
            throw new OperationCanceledException();
    }

    internal bool IsOver
    {
        get
        {
            lock (_gate)
                return _isOver || _closed is { } closed && _clock.GetElapsedTime(closed.At) > closed.Within;
        }
    }
}
