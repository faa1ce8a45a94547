using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Texts;

namespace AxSpa.GpuNode;

/// <summary>
/// What the trainer of one attempt says, in the attempt's folder: so it outlives this node. Written by a thread of its own, because a
/// share that hangs must hold up neither the node nor the trainer. A log that cannot be written never stops an attempt, and makes nothing in a
/// folder that is not the workspace just now.
/// </summary>
internal sealed class AttemptLog : IDisposable
{
    /// <summary>Of one attempt. Beyond it, only the last lines are kept until the end.</summary>
    public const long MostBytes = 4 << 20;

    private const int LastLines = 50;

    /// <summary>Lines that wait for the disk.</summary>
    private const int MostWaiting = 10_000;

    private readonly BlockingCollection<LogLine> _waiting = new(MostWaiting);
    private readonly RunFolder _run;
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly Thread _writer;
    private readonly Queue<LogLine> _last = new();
    private int _leftOut;
    private long _written;
    private bool _isBegun;

    /// <param name="run">Without its <c>run.yaml</c> it is no run any more: nothing is written there.</param>
    /// <param name="path">The log's file.</param>
    public AttemptLog(RunFolder run, string path, TimeProvider clock)
    {
        (_run, _path, _clock) = (run, path, clock);
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "attempt-log" };
        _writer.Start();
    }

    /// <summary>Never waits.</summary>
    public void Write(Severity severity, string text)
    {
        if (!_waiting.IsAddingCompleted && !_waiting.TryAdd(new LogLine(_clock.GetUtcNow(), severity, text)))
            Interlocked.Increment(ref _leftOut);
    }

    /// <summary>What was written so far is still brought to disk, but not waited for.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    /// <summary>For tests: waits until everything is on disk.</summary>
    internal void Flush()
    {
        Dispose();
        _writer.Join();
    }

    private void WriteAll()
    {
        foreach (var line in _waiting.GetConsumingEnumerable())
        {
            var batch = new List<LogLine> { line };
            while (_waiting.TryTake(out var next))
                batch.Add(next);
            WriteOrKeep(batch);
        }
        var (kept, leftOut) = (_last.ToList(), _leftOut);
        if (leftOut + kept.Count > 0)
            Append([
                new LogLine(kept.Count > 0 ? kept[0].At : _clock.GetUtcNow(), Severity.Warn, string.Create(CultureInfo.InvariantCulture,
                    $"{leftOut} lines were left out here: an attempt's log holds {MostBytes >> 20} MiB")),
                .. kept]);
    }

    private void WriteOrKeep(List<LogLine> batch)
    {
        if (_written < MostBytes)
        {
            Append(batch);
            return;
        }
        foreach (var line in batch)
        {
            _last.Enqueue(line);
            if (_last.Count <= LastLines)
                continue;
            _last.Dequeue();
            Interlocked.Increment(ref _leftOut);
        }
    }

    private void Append(List<LogLine> lines)
    {
        try
        {
            KnownWorkspaces.Require(_path);
            if (!File.Exists(_run.Specification))
                return;
            if (!_isBegun)
                FolderSync.Make(Path.GetDirectoryName(_path)!);
            // Once begun, a file that is gone was removed with its attempt, and does not come back.
            using var file = new FileStream(_path, _isBegun ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));
            (_isBegun, _written) = (true, file.Length);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _leftOut, lines.Count);
        }
    }
}
