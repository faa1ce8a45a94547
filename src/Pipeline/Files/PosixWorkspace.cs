using AxSpa.Pipeline.Access;

namespace AxSpa.Pipeline.Files;

/// <summary>
/// A workspace that is a folder of a POSIX file system, as a rule a share: renaming is atomic there, and what one machine has flushed, others see.
/// Nothing is written while another folder stands in its place (<see cref="KnownWorkspaces"/>), and no link below it is followed (<see cref="NoFollow"/>).
/// </summary>
/// <param name="root">The folder; where it lies itself may be a link.</param>
public sealed class PosixWorkspace(string root) : IWorkspaceStore
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
    private static readonly EnumerationOptions Direct = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string Title => _root;

    public Stream Read(StoreName name) => NoFollow.OpenRead(_root, name.Path);

    public void Write(StoreName name, Action<Stream> fill) => NoFollow.Write(_root, name.Path, fill);

    public void Append(StoreName name, string text) => NoFollow.AppendText(_root, name.Path, text);

    public StoreEntry? Find(StoreName name)
    {
        var path = LocalPath(name);
        return Directory.Exists(path) ? new StoreEntry(name, true, 0)
            : new FileInfo(path) is { Exists: true } file ? new StoreEntry(name, false, file.Length)
            : null;
    }

    public IEnumerable<StoreEntry> List(StoreName folder)
    {
        var path = LocalPath(folder);
        if (!Directory.Exists(path))
            return [];
        return new DirectoryInfo(path).EnumerateFiles("*", Everything)
            .Select(file => new StoreEntry(StoreName.In(_root, file.FullName), false, file.Length));
    }

    public IEnumerable<StoreName> Folders(StoreName folder)
    {
        var path = LocalPath(folder);
        return Directory.Exists(path)
            ? new DirectoryInfo(path).EnumerateDirectories("*", Direct).Select(found => StoreName.In(_root, found.FullName))
            : [];
    }

    /// <remarks>
    /// A folder is renamed first, so that it is seen whole or not at all; a deletion that was cut short is finished by the next one of the same name.
    /// </remarks>
    public void Delete(StoreName name)
    {
        var path = LocalPath(name);
        // Else a share that is away would look like a folder that is gone, and what was in it would be there again with it.
        KnownWorkspaces.Require(path);
        var above = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(above))
            return;
        var doomed = Path.Combine(above, $".deleting-{name.Last}");
        if (Directory.Exists(path))
        {
            if (Directory.Exists(doomed))
                Directory.Delete(doomed, recursive: true);
            Directory.Move(path, doomed);
        }
        else
        {
            File.Delete(path);
        }
        if (Directory.Exists(doomed))
            Directory.Delete(doomed, recursive: true);
        FolderSync.Flush(above);
        KnownWorkspaces.Require(path);
    }

    public string LocalPath(StoreName name) => Path.Combine(_root, name.Path);

    public string? Identity() => KnownWorkspaces.IdentityOf(_root);

    public string? WhyAway() => KnownWorkspaces.WhyAway(_root);
}
