using System.Collections.Immutable;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Shared.Protocol;

namespace AxSpa.Hosting.NodeFiles;

/// <summary>
/// Whether what lies in a workspace is kept for whom this node keeps it: a workspace of an earlier version is open to every user of the machine.
/// Only the top is looked at, whatever lies below: who is closed out there comes no further.
/// </summary>
/// <param name="journal">A journal of this node that is a file, wherever it lies; null: there is none.</param>
/// <param name="access">For whom this node keeps it.</param>
public sealed class WorkspaceRights(string workspace, string? journal, WorkspaceAccess access)
{
    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode AnyOfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;

    /// <summary>The folder may be somebody's own, with other things in it: they are nobody's business.</summary>
    private static readonly ImmutableArray<string> Ours =
    [
        RunFolder.Runs, RunFolder.PreparedVolumes, .. FilesOf(WorkspaceNames.Journal),
        WorkspaceIdentity.FileName, Pseudonyms.KeyFileName, WorkspaceNames.Audit, WorkspaceNames.Lock, WorkspaceNames.Owner,
    ];

    /// <returns>Null: this system knows no such rights, or the workspace cannot be looked at.</returns>
    public NodeFileProtocol.StorageRights? Look()
    {
        if (OperatingSystem.IsWindows() || ModeOf(workspace) is not { } root)
            return null;
        var elsewhere = Path.GetDirectoryName(journal) is { } folder && folder != Path.TrimEndingDirectorySeparator(workspace)
            ? Look(folder, FilesOf(journal!)) : [];
        return new NodeFileProtocol.StorageRights(access.IsForGroup, [.. LookAt(root), .. Look(workspace, Ours), .. elsewhere]);
    }

    /// <summary>A folder that others may only look into shows the names at its top; who may write there could put something else in their place.</summary>
    private IEnumerable<NodeFileProtocol.EntryMode> LookAt(UnixFileMode root)
    {
        var isOpen = root.HasFlag(UnixFileMode.OtherWrite) || !access.IsForGroup && root.HasFlag(UnixFileMode.GroupWrite);
        return isOpen || IsClosedToGroup(root, access.Folder) ? [new NodeFileProtocol.EntryMode("", (int)root)] : [];
    }

    private IEnumerable<NodeFileProtocol.EntryMode> Look(string folder, IEnumerable<string> names)
    {
        var through = ModeOf(folder) ?? Everybody | AnyOfGroup;
        foreach (var name in names)
            if (Path.Combine(folder, name) is var path && ModeOf(path) is { } mode
                && (IsOpen(mode, through) || IsClosedToGroup(mode, Directory.Exists(path) ? access.Folder : access.File)))
                yield return new NodeFileProtocol.EntryMode(name, (int)mode);
    }

    /// <param name="through">Of the folder that it lies in: who may not go through that reaches nothing in it.</param>
    private bool IsOpen(UnixFileMode mode, UnixFileMode through) =>
        through.HasFlag(UnixFileMode.OtherExecute) && (mode & Everybody) != UnixFileMode.None
        || !access.IsForGroup && through.HasFlag(UnixFileMode.GroupExecute) && (mode & AnyOfGroup) != UnixFileMode.None;

    private bool IsClosedToGroup(UnixFileMode mode, UnixFileMode wanted) => access.IsForGroup && (~mode & wanted & AnyOfGroup) != UnixFileMode.None;

    private static IEnumerable<string> FilesOf(string journal) => [journal, $"{journal}-wal", $"{journal}-shm"];

    /// <returns>Null: it is not there, or cannot be looked at. Of a link it is what that leads to.</returns>
    private static UnixFileMode? ModeOf(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path) & ~Special;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
