using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>What every node answers for itself: files of runs, where it sees the workspace, and how its machine is.</summary>
public static class NodeFileProtocol
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

    /// <summary>How is your machine? A file of this token stays in the workspace until <see cref="RemoveProbe"/>, or a minute.</summary>
    /// <param name="Token">32 hexadecimal digits, of one check.</param>
    public sealed record CheckNode(string Token) : IWireMessage;

    /// <param name="Now">When the question came.</param>
    /// <param name="Took">From then to the answer.</param>
    /// <param name="Version">Of this software, with its commit.</param>
    /// <param name="Machine">Its instruction set, on which the last digits of results depend.</param>
    /// <param name="Storage">Null: the node sees no workspace.</param>
    public sealed record NodeCheck(
        DateTimeOffset Now, TimeSpan Took, string Version, string Runtime, string Machine, StorageCheck? Storage,
        ImmutableArray<CertificateEnd> Certificates) : IWireMessage;

    /// <param name="Trouble">For people: why the workspace cannot be used; null: it can.</param>
    /// <param name="WriteMilliseconds">Of a small file, down to the disk.</param>
    /// <param name="Identity">Of the workspace that the folder is; null: it has none, or the node is of an older version.</param>
    /// <param name="Rights">Null: the node is of an older version, or its system knows no such rights.</param>
    public sealed record StorageCheck(
        string Folder, string? Trouble, double WriteMilliseconds, double ReadMilliseconds, long FreeBytes, long TotalBytes,
        string? Identity = null, StorageRights? Rights = null);

    /// <summary>For whom a node keeps its workspace, and whether what lies there is kept so.</summary>
    /// <param name="IsForGroup">For its group; else for its user alone.</param>
    /// <param name="Wrong">Kept for somebody else; a few at most, as there are few names at the top of a workspace.</param>
    public sealed record StorageRights(bool IsForGroup, ImmutableArray<EntryMode> Wrong);

    /// <param name="Name">At the top of the workspace; empty: the workspace itself; an absolute path: a journal that lies elsewhere.</param>
    /// <param name="Mode">Its rights, as a number of nine bits.</param>
    public sealed record EntryMode(string Name, int Mode);

    public sealed record CertificateEnd(string Name, DateTimeOffset NotAfter);

    /// <summary>Do you see the files of these nodes?</summary>
    /// <param name="Nodes">Addresses.</param>
    public sealed record CompareProbes(string Token, ImmutableArray<string> Nodes) : IWireMessage;

    /// <param name="Missing">Addresses of nodes whose files are not seen.</param>
    public sealed record ProbesSeen(ImmutableArray<string> Missing) : IWireMessage;

    /// <summary>Which members do you see? Asked of every listed seed, though it may be in another cluster.</summary>
    /// <param name="Asker">The address of who asks.</param>
    public sealed record AskMembers(string Asker) : IWireMessage;

    /// <summary>A view of a cluster in few bytes, however many members it has.</summary>
    /// <param name="Count">0: who answers is in no cluster.</param>
    /// <param name="Hash">Of the addresses of all members, whatever their order.</param>
    /// <param name="SeesAsker">Who asked is one of them.</param>
    /// <param name="First">Some of their addresses, in ordinal order.</param>
    public sealed record MembersSeen(int Count, string Hash, bool SeesAsker, ImmutableArray<string> First) : IWireMessage
    {
        /// <summary>Addresses for people; the rest is counted.</summary>
        public const int MostShown = 8;

        public static MembersSeen Of(IEnumerable<string> addresses, string asker)
        {
            var all = addresses.Order(StringComparer.Ordinal).ToImmutableArray();
            var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', all)));
            return new MembersSeen(all.Length, Convert.ToHexStringLower(hash.AsSpan(0, 8)), all.Contains(asker), [.. all.Take(MostShown)]);
        }
    }

    /// <summary>Your file is not needed any more. Answered with <see cref="ProbesSeen"/>.</summary>
    public sealed record RemoveProbe(string Token) : IWireMessage;
}
