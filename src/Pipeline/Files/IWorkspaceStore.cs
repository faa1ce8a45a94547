namespace AxSpa.Pipeline.Files;

/// <summary>What a store knows of a name without reading it.</summary>
/// <param name="Bytes">Of a file; 0 for a folder.</param>
public sealed record StoreEntry(StoreName Name, bool IsFolder, long Bytes);

/// <summary>
/// Where a workspace is kept: a handful of verbs, and one class for each kind of storage (docs/decisions/0010-workspace-store.md). Any verb may hang as long as
/// its file server does, so none is called by an actor.
/// </summary>
/// <remarks>
/// What is not there is a <see cref="FileNotFoundException"/> or <see cref="DirectoryNotFoundException"/>; a workspace that is away is a
/// <see cref="Access.WorkspaceAwayException"/> for whatever would write; all else that goes wrong is an <see cref="IOException"/> or an
/// <see cref="UnauthorizedAccessException"/>. Safe for several threads at once.
/// </remarks>
public interface IWorkspaceStore
{
    /// <summary>For people: where it is. No disk is asked.</summary>
    string Title { get; }

    /// <summary>The bytes of a file, from its beginning. Only a regular file is read, and no link is followed.</summary>
    Stream Read(StoreName name);

    /// <summary>Whole or not at all, in place of what is there, and for good: it outlasts a power cut. Folders on the way are made.</summary>
    /// <param name="fill">Writes the content; what it throws leaves nothing behind.</param>
    void Write(StoreName name, Action<Stream> fill);

    /// <summary>At the end of a file that is made where it is not there. For logs: a part of the last text may be lost with the power.</summary>
    void Append(StoreName name, string text);

    /// <returns>Null: nothing is there.</returns>
    StoreEntry? Find(StoreName name);

    /// <summary>The files in a folder and in all folders below it, in no order; none where there is no such folder. Links are left out.</summary>
    IEnumerable<StoreEntry> List(StoreName folder);

    /// <summary>The folders directly in a folder, in no order; none where there is no such folder. Links are left out.</summary>
    IEnumerable<StoreName> Folders(StoreName folder);

    /// <summary>A file, or a folder with all that is in it, which goes from its name at once. Where nothing is, nothing happens.</summary>
    void Delete(StoreName name);

    /// <returns>A path under which this machine reads the file or folder itself; null: this storage has none.</returns>
    string? LocalPath(StoreName name);

    /// <returns>Which workspace is expected here, and if none was, which is found here; null: it has no identity, or cannot be asked.</returns>
    string? Identity();

    /// <returns>Why this is not the workspace that is expected here, for people; null: it is, or nothing is expected.</returns>
    string? WhyAway();
}
