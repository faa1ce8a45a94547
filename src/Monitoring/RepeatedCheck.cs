using AxSpa.Pipeline;

namespace AxSpa.Monitoring;

/// <summary>
/// Looks at something outside this process again and again, on a thread of its own: a network file system that hangs takes this thread
/// and nothing else. What it says is what it last saw, until that is too old.
/// </summary>
internal sealed class RepeatedCheck : IDisposable
{
    private sealed record Sight(string? Trouble, long At);

    private readonly ManualResetEventSlim _stopped = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _believedFor;
    private volatile Sight? _last;

    /// <param name="look">For people, what is wrong; null: nothing. It may take its time.</param>
    /// <param name="every">From the end of one look to the next.</param>
    /// <param name="believedFor">What was seen longer ago says nothing any more.</param>
    public RepeatedCheck(string name, Func<string?> look, TimeSpan every, TimeSpan believedFor, TimeProvider clock)
    {
        (_clock, _believedFor) = (clock, believedFor);
        new Thread(() =>
        {
            do
                _last = new Sight(Seen(look), clock.GetTimestamp());
            while (!_stopped.Wait(every));
        })
        { IsBackground = true, Name = $"check-{name}" }.Start();
    }

    public string? Trouble => _last is not { } last ? "not looked at yet"
        : _clock.GetElapsedTime(last.At) is var age && age > _believedFor ? $"no answer for {age.TotalSeconds:0} s"
        : last.Trouble;

    public void Dispose() => _stopped.Set();

    private static string? Seen(Func<string?> look)
    {
        try
        {
            return look();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or RefusedInputException or OperationCanceledException)
        {
            return trouble.Message;
        }
    }
}
