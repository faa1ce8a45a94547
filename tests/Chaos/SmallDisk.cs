using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>
/// A file system of its own for the workspace, small enough to be filled. Needs root; elsewhere a plain folder stands in. The workspace is a folder in it that
/// can be
/// taken away, as a share that is not mounted: an empty one is in its place then.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const int MebiBytes = 192;
    private readonly string _disk;
    private readonly string _filler;
    private readonly string _away;
    private readonly bool _isMounted;
    private int _timesHidden;

    public SmallDisk(string folder)
    {
        _disk = Directory.CreateDirectory(folder).FullName;
        _isMounted = IsPossible;
        if (_isMounted)
            Tool.MustRun("mount", "-t", "tmpfs", "-o", $"size={MebiBytes}m", "axspa-chaos", _disk);
        (_filler, _away) = (Path.Combine(_disk, "filler"), Path.Combine(_disk, "away"));
        Workspace = Directory.CreateDirectory(Path.Combine(_disk, "workspace")).FullName;
    }

    public static bool IsPossible { get; } = Environment.IsPrivilegedProcess && Probe();

    /// <summary>Where the members are told that the workspace is.</summary>
    public string Workspace { get; }

    /// <summary>Where its files are at this moment.</summary>
    public string Files => Directory.Exists(_away) ? _away : Workspace;

    /// <summary>Takes every byte that is left.</summary>
    public void Fill()
    {
        foreach (var step in (int[])[1 << 20, 4096, 1])
        {
            try
            {
                using var filler = new FileStream(_filler, FileMode.Append, FileAccess.Write, FileShare.None, 0);
                var zeros = new byte[step];
                while (true)
                    filler.Write(zeros);
            }
            catch (IOException)
            {
                // Full, as far as pieces of this size go.
            }
        }
    }

    public void Free() => File.Delete(_filler);

    public void Hide()
    {
        Directory.Move(Workspace, _away);
        Directory.CreateDirectory(Workspace);
    }

    /// <summary>Brings the workspace back; whatever was put into the empty place meanwhile is kept for <see cref="Misplaced"/>.</summary>
    public void Show()
    {
        for (var tried = 1; ; tried++)
        {
            // Somebody may make a folder between the two moves.
            Directory.Move(Workspace, Path.Combine(_disk, string.Create(CultureInfo.InvariantCulture, $"misplaced-{++_timesHidden}")));
            try
            {
                Directory.Move(_away, Workspace);
                return;
            }
            catch (IOException) when (tried < 20 && Directory.Exists(Workspace))
            {
            }
        }
    }

    /// <summary>What was written where the workspace was not: files and folders, as they were named there.</summary>
    public IEnumerable<string> Misplaced() =>
        from folder in Directory.GetDirectories(_disk, "misplaced-*").Order(StringComparer.Ordinal)
        from entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        select Path.GetRelativePath(folder, entry);

    public IEnumerable<string> Everywhere(string name) =>
        Directory.EnumerateFiles(_disk, name, SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_disk, path)).Order(StringComparer.Ordinal);

    public void Dispose()
    {
        if (_isMounted)
            Tool.Succeeds("umount", "-l", _disk);
    }

    private static bool Probe()
    {
        var folder = Directory.CreateTempSubdirectory("axspa-chaos-mount-").FullName;
        var mounted = Tool.Succeeds("mount", "-t", "tmpfs", "axspa-chaos", folder);
        if (mounted)
            Tool.Succeeds("umount", folder);
        Directory.Delete(folder);
        return mounted;
    }
}
