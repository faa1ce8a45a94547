using System.Diagnostics;
using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>One member of the cluster as its supervisor sees it: whatever ends is started again with the same arguments.</summary>
/// <param name="address"><c>host:port</c>, by which the cluster knows it.</param>
internal sealed class ClusterProcess(
    string name, string address, IReadOnlyList<string> line, IReadOnlyDictionary<string, string> environment, string logFile) : IDisposable
{
    private readonly Lock _lock = new();
    private Process? _process;

    public string Name { get; } = name;

    public string Address { get; } = address;

    public IReadOnlyList<string> Line { get; } = line;

    /// <summary>The supervisor starts it again when it has ended.</summary>
    public bool IsWanted { get; set; }

    /// <summary>How often it ended while it was wanted, by itself or by a fault.</summary>
    public int Ends { get; set; }

    /// <summary>When it was last started; the oldest coordinator is the active one.</summary>
    public DateTime StartedAt { get; private set; }

    public int Id => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    public void Start()
    {
        var start = new ProcessStartInfo(
            Line[0], Line.Skip(1))
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        Note($"--- started {DateTime.UtcNow:HH:mm:ss.fff}");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, said) => Note(said.Data);
        process.ErrorDataReceived += (_, said) => Note(said.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        (_process, StartedAt, IsWanted) = (process, DateTime.UtcNow, true);
    }

    /// <summary>Sends a signal to the process, and to nothing else; one that has ended is left alone.</summary>
    public void Signal(string signal)
    {
        if (!IsRunning)
            return;
        Note($"--- sent {signal} {DateTime.UtcNow:HH:mm:ss.fff}");
        Signals.Send(signal, Id);
    }

    public void NoteEnd() => Note($"--- ended with {_process!.ExitCode} {DateTime.UtcNow:HH:mm:ss.fff}");

    public bool WaitForExit(TimeSpan patience) => _process is null || _process.WaitForExit(patience);

    public string LastWords => string.Join('\n', File.Exists(logFile) ? File.ReadLines(logFile).TakeLast(8) : []);

    public void Dispose()
    {
        if (IsRunning)
        {
            Signals.Send("CONT", Id);
            _process!.Kill();
            _process.WaitForExit();
        }
        _process?.Dispose();
        _process = null;
    }

    private void Note(string? text)
    {
        if (text is null)
            return;
        lock (_lock)
            File.AppendAllText(logFile, string.Create(CultureInfo.InvariantCulture, $"{text}\n"));
    }
}
