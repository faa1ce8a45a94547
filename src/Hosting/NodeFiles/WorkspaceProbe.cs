using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.NodeFiles;

/// <summary>
/// A real use of the workspace by this node: a small file is written, flushed to the disk and read again. It stays for a moment, so
/// that the other nodes can say whether they see it: nodes that mount different folders each work, and together do not.
/// </summary>
/// <param name="node">This node's address.</param>
internal sealed partial class WorkspaceProbe(string node)
{
    public static bool IsToken(string text) => Token().IsMatch(text);

    /// <exception cref="RefusedInputException">The token is none.</exception>
    public NodeFileProtocol.StorageCheck Write(IWorkspaceStore store, string token)
    {
        var name = NameOf(token, node);
        try
        {
            var begun = Stopwatch.GetTimestamp();
            var content = Encoding.UTF8.GetBytes($"{node} {token}\n");
            store.Write(name, content);
            var written = Stopwatch.GetElapsedTime(begun);
            begun = Stopwatch.GetTimestamp();
            var trouble = store.Holds(name, content) ? null : "what was written reads back as something else";
            var read = Stopwatch.GetElapsedTime(begun);
            var disk = store.LocalPath(name) is { } path ? new DriveInfo(path) : null; // other storage has no end that we would know
            return new NodeFileProtocol.StorageCheck(
                store.Title, trouble, written.TotalMilliseconds, read.TotalMilliseconds,
                disk?.AvailableFreeSpace ?? long.MaxValue, disk?.TotalSize ?? long.MaxValue,
                store.LocalPath(name) is null ? store.Identity() : WorkspaceIdentity.Read(store.Title)?.Workspace);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new NodeFileProtocol.StorageCheck(store.Title, trouble.Message, 0, 0, 0, 0);
        }
    }

    /// <summary>Which of the others' files cannot be seen from here.</summary>
    public IEnumerable<string> Missing(IWorkspaceStore store, string token, IEnumerable<string> nodes) =>
        nodes.Where(other => store.Find(NameOf(token, other)) is null).ToList();

    public void Remove(IWorkspaceStore store, string token)
    {
        try
        {
            store.Delete(NameOf(token, node));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // A few bytes under a name that says what they are.
        }
    }

    private static StoreName NameOf(string token, string address) => IsToken(token)
        ? StoreName.Of($".probe-{token}-{NotInNames().Replace(address, "_")}")
        : throw new RefusedInputException("This is no token of a check.");

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Token();

    [GeneratedRegex(@"[^\w.-]+")]
    private static partial Regex NotInNames();
}
