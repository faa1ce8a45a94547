using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.Desk;

/// <summary>
/// A real use of the workspace by this node: a small file is written, flushed to the disk and read again. It stays for a moment, so
/// that the other nodes can say whether they see it: nodes that mount different folders each work, and together do not.
/// </summary>
/// <param name="node">This node's address.</param>
internal sealed partial class WorkspaceProbe(string workspace, string node)
{
    public static bool IsToken(string text) => Token().IsMatch(text);

    /// <exception cref="RefusedInputException">The token is none.</exception>
    public DeskProtocol.StorageCheck Write(string token)
    {
        var path = PathOf(token, node);
        try
        {
            KnownWorkspaces.Require(workspace);
            var begun = Stopwatch.GetTimestamp();
            var content = Encoding.UTF8.GetBytes($"{node} {token}\n");
            using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            var written = Stopwatch.GetElapsedTime(begun);
            begun = Stopwatch.GetTimestamp();
            var trouble = File.ReadAllBytes(path).AsSpan().SequenceEqual(content) ? null : "what was written reads back as something else";
            var read = Stopwatch.GetElapsedTime(begun);
            var disk = new DriveInfo(workspace);
            return new DeskProtocol.StorageCheck(workspace, trouble, written.TotalMilliseconds, read.TotalMilliseconds, disk.AvailableFreeSpace, disk.TotalSize, WorkspaceIdentity.Read(workspace)?.Workspace);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new DeskProtocol.StorageCheck(workspace, trouble.Message, 0, 0, 0, 0);
        }
    }

    /// <summary>Which of the others' files cannot be seen from here.</summary>
    public IEnumerable<string> Missing(string token, IEnumerable<string> nodes) => nodes.Where(other => !File.Exists(PathOf(token, other))).ToList();

    public void Remove(string token)
    {
        try
        {
            File.Delete(PathOf(token, node));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // A few bytes under a name that says what they are.
        }
    }

    private string PathOf(string token, string address) => IsToken(token)
        ? Path.Combine(workspace, $".probe-{token}-{NotInNames().Replace(address, "_")}")
        : throw new RefusedInputException("This is no token of a check.");

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Token();

    [GeneratedRegex(@"[^\w.-]+")]
    private static partial Regex NotInNames();
}
