using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>What every node answers for itself: files of runs, where it sees the workspace, and how its machine is.</summary>
public static class DeskProtocol
{
    /// <summary>Bytes of files in one answer: as base64 they stay well under a frame, which carries heartbeats too.</summary>
    public const int MostBytes = 32 << 10;

    /// <summary>Files in one question.</summary>
    public const int MostFiles = 100;

    /// <param name="Path">Relative to the run's folder, with forward slashes.</param>
    public sealed record FilePlace(string Path, long Offset);

    /// <summary>What stands in these files from there on; together at most <see cref="MostBytes"/>, the first ones first.</summary>
    public sealed record ReadFiles(RunId Run, ImmutableArray<FilePlace> Places) : IWireMessage;

    /// <param name="Length">Of the whole file; -1: there is none.</param>
    public sealed record FilePart(string Path, long Offset, byte[] Bytes, long Length);

    /// <summary>In the order of the question.</summary>
    public sealed record FileParts(ImmutableArray<FilePart> Parts) : IWireMessage;
}
