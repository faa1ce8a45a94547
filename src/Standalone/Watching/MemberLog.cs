using System.Globalization;
using AxSpa.Hosting;
using AxSpa.Pipeline.Texts;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone.Watching;

/// <summary>The log of a member, for its supervisor and for whoever reads it at night: UTC time, severity, and one plain line for each trouble.</summary>
/// <remarks>What is only tried again every few seconds is told once in five minutes: it must not bury what happened before.</remarks>
internal sealed class MemberLog(TextWriter output, TimeProvider clock) : ILoggerProvider, ILogger
{
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(5);

    /// <summary>Texts are few, since they name members and reasons; a log that finds ever new ones forgets them all now and then.</summary>
    private const int MostRemembered = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Told> _told = [];

    private sealed record Told(DateTimeOffset At, int UnsaidSince);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel level) => level >= LogLevel.Warning;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
    {
        if (IsEnabled(level) && AkkaWords.Plain(format(state, exception)) is { } line)
            Say(level >= LogLevel.Error ? "error" : "warn", line);
    }

    /// <summary>What happened to the process itself; never left out.</summary>
    public void Info(string line)
    {
        lock (_gate)
            Write("info", line, clock.GetUtcNow());
    }

    private void Say(string severity, string line)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var before = AkkaWords.IsAttempt(line) ? _told.GetValueOrDefault(line) : null;
            if (before is not null && now - before.At < SayAgainAfter)
            {
                _told[line] = before with { UnsaidSince = before.UnsaidSince + 1 };
                return;
            }
            if (_told.Count >= MostRemembered)
                _told.Clear();
            _told[line] = new Told(now, 0);
            Write(severity,
                before is { UnsaidSince: > 0 }
                    ? string.Create(CultureInfo.InvariantCulture, $"{line} (and {before.UnsaidSince} times more since {before.At:HH:mm:ss}Z)")
                    : line,
                now);
        }
    }

    private void Write(string severity, string line, DateTimeOffset now) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {severity,-5} {VisibleText.Of(line)}"));

    public void Dispose() { }
}
