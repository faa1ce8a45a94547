namespace AxSpa.Chaos;

/// <summary>A file system of its own for the workspace, small enough to be filled. Needs root; elsewhere a plain folder stands in.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int MebiBytes = 192;
    private readonly string _filler;
    private readonly bool _isMounted;

    public SmallDisk(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _filler = Path.Combine(Folder, "filler");
        _isMounted = IsPossible;
        if (_isMounted)
            Tool.MustRun("mount", "-t", "tmpfs", "-o", $"size={MebiBytes}m", "axspa-chaos", Folder);
    }

    public static bool IsPossible { get; } = Environment.IsPrivilegedProcess && Probe();

    public string Folder { get; }

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

    public void Dispose()
    {
        if (_isMounted)
            Tool.Succeeds("umount", "-l", Folder);
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
