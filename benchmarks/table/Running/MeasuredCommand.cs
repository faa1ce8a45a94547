using System.Diagnostics;

namespace AxSpa.Benchmarks.Table.Running;

/// <summary>One command, timed whole: from before it starts to its end. What it says goes to a file, so that nobody waits for a reader.</summary>
internal sealed class MeasuredCommand(string log, CancellationToken cancelled)
{
    /// <param name="meanwhile">Sees the running process; is done when it has ended.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0, or not in time; the message has its last words.</exception>
    public double Run(IReadOnlyList<string> line, TimeSpan limit, IReadOnlyDictionary<string, string>? environment = null, Action<Process>? meanwhile = null)
    {
        // A process that .NET starts leads no group, so setsid becomes the command itself and keeps its id.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", log, .. line]) { UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        double seconds;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        timeout.CancelAfter(limit);
        try
        {
            meanwhile?.Invoke(process);
            process.WaitForExitAsync(timeout.Token).GetAwaiter().GetResult();
            seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{string.Join(' ', line)} did not end within {limit.TotalSeconds:0} s.\n{LastWords()}");
        }
        finally
        {
            if (process.HasExited && !cancelled.IsCancellationRequested)
                Session.AwaitEnd(process.Id);
            else
                Session.Kill(process.Id);
        }
        cancelled.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? seconds
            : throw new InvalidOperationException($"{string.Join(' ', line)} ended with {process.ExitCode}.\n{LastWords()}");
    }

    private string LastWords() => File.Exists(log) ? string.Join('\n', File.ReadLines(log).Where(line => line.Length > 0).TakeLast(6)) : "";
}
