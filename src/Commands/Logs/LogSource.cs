using System.Text;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Commands.Logs;

/// <summary>One file of a run that holds lines of a log, and how far it was read.</summary>
/// <param name="name">For people: <c>run</c>, <c>mri-0#2</c>.</param>
/// <param name="path">Relative to the run's folder.</param>
internal sealed class LogSource(string name, string path)
{
    private readonly Queue<LogLine> _lines = new();
    private readonly MemoryStream _begun = new();
    private LogLine? _last;

    public string Name => name;

    public string Path => path;

    /// <summary>Where to read on.</summary>
    public long Offset { get; private set; }

    /// <summary>There was nothing more when it was looked at last.</summary>
    public bool IsAtEnd { get; private set; }

    public LogLine? Next => _lines.TryPeek(out var line) ? line : null;

    public LogLine Take() => _lines.Dequeue();

    /// <param name="length">Of the whole file; -1: there is none.</param>
    public void Add(byte[] bytes, long length)
    {
        // Rewritten from the start, as when a run's folder was put back from a backup: nothing sensible can be skipped.
        Offset = length >= 0 && length < Offset ? length : Offset + bytes.Length;
        IsAtEnd = Offset >= length;
        foreach (var letter in bytes)
        {
            if (letter == (byte)'\n')
                EndLine();
            else
                _begun.WriteByte(letter);
        }
    }

    /// <summary>Nobody writes any more: a last line without its end is a line too.</summary>
    public void Finish()
    {
        if (_begun.Length > 0)
            EndLine();
    }

    private void EndLine()
    {
        var text = Encoding.UTF8.GetString(_begun.GetBuffer(), 0, (int)_begun.Length);
        _begun.SetLength(0);
        // What is no line of ours stays where it stands, at the time of the line before it.
        var line = LogLine.Parse(text) ?? (_last is null ? null : _last with { Text = text });
        if (line is null)
            return;
        _last = line;
        _lines.Enqueue(line);
    }
}
