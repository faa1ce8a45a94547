using AxSpa.Hosting;
using Microsoft.Extensions.Logging;

namespace AxSpa.Standalone.Watching;

/// <summary>The log of a run on one machine, for the person in front of it: one short line for each new trouble, never a stack trace.</summary>
internal sealed class FirstLineLog(TextWriter output) : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _said = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel level) => level >= LogLevel.Error;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
    {
        if (!IsEnabled(level))
            return;
        if (AkkaWords.Plain(format(state, exception)) is not { } line)
            return;
        lock (_gate)
        {
            // What is tried again every second is told once.
            if (_said.Add(line))
                output.WriteLine(line);
        }
    }

    public void Dispose() { }
}
