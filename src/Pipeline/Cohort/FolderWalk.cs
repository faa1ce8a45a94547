using System.Globalization;
using System.IO.Enumeration;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Cohort;

/// <param name="Name">Relative to the folder that was walked, with forward slashes.</param>
/// <param name="Real">Where it leads, symbolic links followed: one file that is reached by two ways has one.</param>
internal readonly record struct FoundFile(string Name, string Real);

/// <summary>
/// All files below a folder, each real folder looked into once: by its own name where it has one in there, else by the link whose name comes first.
/// Links may lead in circles, and two may lead to one folder.
/// </summary>
internal sealed class FolderWalk
{
    /// <summary>Names that second ways may add: with links to a folder with links to a folder, names would be more than files by any factor.</summary>
    private const int MostSecondNames = 1_000_000;

    private readonly string _folder;
    private readonly bool _inFolders, _intoHidden;
    private readonly Action<string> _require;
    private readonly List<FoundFile> _files = [];
    private readonly Dictionary<string, string> _entered = new(StringComparer.Ordinal); // real folder: by which name
    private readonly SortedDictionary<string, string> _links = new(StringComparer.Ordinal); // name of a link to a folder: real folder that it lies in
    private readonly List<(string Link, string Name)> _secondWays = [];

    private FolderWalk(string folder, bool inFolders, bool intoHidden, Action<string> require) =>
        (_folder, _inFolders, _intoHidden, _require) = (folder, inFolders, intoHidden, require);

    public IReadOnlyList<FoundFile> Files => _files;

    /// <summary>Folders in the folder that were not looked into, for only the files in it are wanted.</summary>
    public int NotEntered { get; private set; }

    /// <summary>Folders whose names begin with a dot: a file system's own, such as its snapshots.</summary>
    public int Hidden { get; private set; }

    /// <summary>Symbolic links, or folders behind one, that lead to what was looked into already.</summary>
    public int LeadingBack { get; private set; }

    /// <param name="inFolders">Look into folders in it, too.</param>
    /// <param name="intoHidden">Also into those whose names begin with a dot.</param>
    /// <param name="require">Called with the path of each link to a folder before it is followed; it may throw.</param>
    /// <exception cref="IOException">A folder cannot be listed; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static FolderWalk Through(string folder, bool inFolders, bool intoHidden, Action<string> require)
    {
        var walk = new FolderWalk(folder, inFolders, intoHidden, require);
        walk.Enter("", RealPath.Of(Path.GetFullPath(folder)));
        while (walk._links.Count > 0)
        {
            var (name, liesIn) = walk._links.First();
            walk._links.Remove(name);
            walk.Follow(name, liesIn);
        }
        walk.AddSecondNames();
        walk._files.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return walk;
    }

    private void Follow(string name, string liesIn)
    {
        var path = Path.Combine(_folder, name);
        _require(path);
        var real = RealPath.Of(Path.GetFullPath(path));
        if (!_entered.TryGetValue(real, out var first))
        {
            Enter(name, real);
            return;
        }
        LeadingBack++;
        if (!RealPath.IsIn(real, liesIn)) _secondWays.Add((name, first)); // else it leads in a circle
    }

    private void Enter(string name, string real)
    {
        var rest = new Stack<(string Name, string Real)>([(name, real)]);
        while (rest.TryPop(out var here))
        {
            if (!_entered.TryAdd(here.Real, here.Name))
            {
                LeadingBack++;
                continue;
            }
            foreach (var (entry, isFolder, isLink) in Entries(here.Real))
            {
                var (inside, realInside) = (here.Name.Length == 0 ? entry : $"{here.Name}/{entry}", Path.Combine(here.Real, entry));
                if (!isFolder) _files.Add(new FoundFile(inside, isLink ? RealOf(realInside) : realInside));
                else if (entry.StartsWith('.') && !_intoHidden) Hidden++;
                else if (!_inFolders) NotEntered++;
                else if (isLink) _links.Add(inside, here.Real);
                else rest.Push((inside, realInside));
            }
        }
    }

    /// <summary>The files of a folder that two links lead to are called by either: a pattern may fit the one or the other.</summary>
    private void AddSecondNames()
    {
        var own = _files.Count;
        foreach (var (link, name) in _secondWays)
            for (var i = 0; i < own; i++)
                if (_files[i].Name.StartsWith(name, StringComparison.Ordinal) && _files[i].Name.Length > name.Length && _files[i].Name[name.Length] == '/')
                {
                    if (_files.Count - own == MostSecondNames)
                        throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
                            $"{_folder}: symbolic links give the files in it more than {MostSecondNames} other names. ")
                            + "Remove links that lead to folders in it, or name the files in a column and set cohort.mri.idFrom.");
                    _files.Add(_files[i] with { Name = link + _files[i].Name[name.Length..] });
                }
    }

    private static IEnumerable<(string Name, bool IsFolder, bool IsLink)> Entries(string folder) => new FileSystemEnumerable<(string, bool, bool)>(
        folder,
        (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
        new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false });

    private static string RealOf(string link)
    {
        try
        {
            return RealPath.Of(link);
        }
        catch (IOException)
        {
            return link; // in circles: whoever opens it says so
        }
    }
}
