namespace AxSpa.GpuNode;

/// <summary>
/// Between a thread that reads what a trainer says and the actor that takes it: so many lines at once, and after a burst so many a second. The thread
/// waits, the pipe fills, and whoever floods it waits too; an honest trainer never notices.
/// </summary>
internal sealed class LineGate(int most, int burst, int perSecond, TimeProvider clock)
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(20);

    private readonly object _sync = new();
    private double _mayCome = burst;
    private long _filledAt = clock.GetTimestamp();
    private int _within;
    private bool _isClosed;

    /// <summary>For one pipe of a trainer.</summary>
    public static LineGate OfATrainer(TimeProvider clock) => new(most: 200, burst: 2_000, perSecond: 500, clock);

    /// <summary>Waits until one more line may be handed on.</summary>
    /// <returns>False: nobody wants it any more.</returns>
    public bool Enter()
    {
        lock (_sync)
        {
            while (!_isClosed && !HasRoom())
                Monitor.Wait(_sync, TryEvery);
            return !_isClosed;
        }
    }

    /// <summary>Does not wait.</summary>
    internal bool TryEnter()
    {
        lock (_sync)
            return !_isClosed && HasRoom();
    }

    /// <summary>One line was taken.</summary>
    public void Leave()
    {
        lock (_sync)
        {
            _within--;
            Monitor.Pulse(_sync);
        }
    }

    /// <summary>Lets go whoever waits.</summary>
    public void Close()
    {
        lock (_sync)
        {
            _isClosed = true;
            Monitor.PulseAll(_sync);
        }
    }

    private bool HasRoom()
    {
        var now = clock.GetTimestamp();
        _mayCome = Math.Min(burst, _mayCome + perSecond * clock.GetElapsedTime(_filledAt, now).TotalSeconds);
        _filledAt = now;
        if (_within >= most || _mayCome < 1)
            return false;
        (_within, _mayCome) = (_within + 1, _mayCome - 1);
        return true;
    }
}
