using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.NodeFiles;

/// <summary>The files of runs that may be read from elsewhere: results, logs, the specification and the split. Never a path out of a run's folder.</summary>
internal static partial class RunFilesForReading
{
    /// <exception cref="RefusedInputException">The question is none that our own programs ask.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static NodeFileProtocol.FileParts Read(IWorkspaceStore store, NodeFileProtocol.ReadFiles question)
    {
        if (!NameOfRun().IsMatch(question.Run.Value ?? "") || question.Places.IsDefault || question.Places.Length > NodeFileProtocol.MostFiles)
            throw new RefusedInputException("This is no question about the files of a run.");
        var left = NodeFileProtocol.MostBytes;
        var parts = ImmutableArray.CreateBuilder<NodeFileProtocol.FilePart>();
        foreach (var place in question.Places)
        {
            var part = Read(store, question.Run, place, left);
            left -= part.Bytes.Length;
            parts.Add(part);
        }
        return new NodeFileProtocol.FileParts(parts.ToImmutable());
    }

    private static NodeFileProtocol.FilePart Read(IWorkspaceStore store, RunId run, NodeFileProtocol.FilePlace place, int most)
    {
        if (!MayBeRead().IsMatch(place.Path) || place.Path.Split('/').Any(name => name is "" or "." or ".."))
            throw new RefusedInputException($"{place.Path} is not a file that is read from elsewhere.");
        if (LeadsAway(store, run, place.Path))
            throw new RefusedInputException($"{place.Path} is a link, or lies behind one.");
        try
        {
            using var file = store.Read(StoreName.Of($"{RunFolder.Runs}/{run}/{place.Path}"));
            var offset = Math.Clamp(place.Offset, 0, file.Length);
            var bytes = new byte[Math.Min(most, file.Length - offset)];
            file.Seek(offset, SeekOrigin.Begin);
            file.ReadExactly(bytes);
            return new NodeFileProtocol.FilePart(place.Path, offset, bytes, file.Length);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return new NodeFileProtocol.FilePart(place.Path, 0, [], -1);
        }
    }

    /// <summary>A run's folder holds files and folders only: a link in it leads to what is not the run's.</summary>
    private static bool LeadsAway(IWorkspaceStore store, RunId run, string path)
    {
        var at = store.LocalPath(StoreName.Of($"{RunFolder.Runs}/{run}"));
        foreach (var name in at is null ? [] : path.Split('/')) // only folders have links
        {
            at = Path.Combine(at!, name);
            if (new FileInfo(at).LinkTarget is not null)
                return true;
        }
        return false;
    }

    [GeneratedRegex(@"^[0-9A-Za-z][0-9A-Za-z-]{0,63}$")]
    private static partial Regex NameOfRun();

    [GeneratedRegex(@"^(run\.log|run\.yaml|split\.csv|results/[^\0]+|([\w-]+/){1,3}attempt-\d+/trainer\.log)$")]
    private static partial Regex MayBeRead();
}
