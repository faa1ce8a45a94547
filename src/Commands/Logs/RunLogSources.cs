using System.Collections.Immutable;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Protocol;

namespace AxSpa.Commands.Logs;

/// <summary>The logs of a run, merged by time.</summary>
/// <param name="job">Only the attempts of this job; null: those of all, and <c>run.log</c>.</param>
internal sealed class RunLogSources(RunFiles files, RunId run, string? job)
{
    private readonly List<LogSource> _sources = job is null ? [new LogSource("run", "run.log")] : [];
    private readonly HashSet<string> _known = [];

    /// <summary>Attempts that were begun since are read too.</summary>
    public void Learn(RunView view)
    {
        foreach (var (name, path) in PathsOf(run, view))
            if ((job is null || name.StartsWith($"{job}#", StringComparison.Ordinal)) && _known.Add(path))
                _sources.Add(new LogSource(name, path));
    }

    /// <summary>The logs of all attempts so far, relative to the run's folder.</summary>
    public static IEnumerable<(string Name, string Path)> PathsOf(RunId run, RunView view)
    {
        var folder = new RunFolder("/", run);
        return from granted in view.Jobs
               from attempt in Enumerable.Range(1, granted.Attempt)
               let path = folder.AttemptLog(new Job(run, granted.Job, granted.Kind, attempt, Fold: granted.Fold))
               select ($"{granted.Job}#{attempt}", Path.GetRelativePath(folder.Root, path).Replace('\\', '/'));
    }

    /// <summary>
    /// The lines that are there, oldest first; a line that is written meanwhile may come late. Bounded in memory: of each file a piece
    /// is held, and a line is given only when no file can have an older one.
    /// </summary>
    /// <param name="isFinal">Nobody writes any more.</param>
    public async IAsyncEnumerable<(string Source, LogLine Line)> Lines(
        bool isFinal, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var open = new List<LogSource>(_sources);
        while (true)
        {
            while (open.Where(source => source.Next is null).ToList() is { Count: > 0 } empty)
                foreach (var done in await ReadOn(empty, isFinal, cancellation))
                    open.Remove(done);
            if (open.MinBy(source => source.Next!.At) is not { } oldest)
                yield break;
            yield return (oldest.Name, oldest.Take());
        }
    }

    /// <returns>Those that have nothing more for now.</returns>
    private async Task<List<LogSource>> ReadOn(List<LogSource> empty, bool isFinal, CancellationToken cancellation)
    {
        var asked = empty.Take(NodeFileProtocol.MostFiles).ToList();
        var parts = await files.Read(run, [.. asked.Select(source => new NodeFileProtocol.FilePlace(source.Path, source.Offset))], cancellation);
        var done = new List<LogSource>();
        foreach (var (source, part) in asked.Zip(parts))
        {
            source.Add(part.Bytes, part.Length);
            if (!source.IsAtEnd)
                continue;
            if (isFinal)
                source.Finish();
            if (source.Next is null)
                done.Add(source);
        }
        return done;
    }
}
