namespace AxSpa.Pipeline.Files;

/// <summary>Where a path really leads, all symbolic links followed, as the kernel will follow them.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows before it says that links go in circles.</summary>
    private const int MostLinks = 40;

    /// <param name="path">Absolute. What of it does not exist, or cannot be looked at, is taken as it is written.</param>
    /// <exception cref="IOException">Its links go in circles.</exception>
    public static string Of(string path)
    {
        var (real, links) = ("/", 0);
        var rest = new Stack<string>(Names(path));
        while (rest.TryPop(out var name))
        {
            if (name == "..")
            {
                // Only links hold it, and there it counts from where the link leads.
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }
            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks)
                throw new IOException($"{path}: its symbolic links go in circles.");
            if (Path.IsPathRooted(target))
                real = "/";
            foreach (var one in Names(target))
                rest.Push(one);
        }
        return real;
    }

    /// <summary>Where the kernel found an open file, whatever has become of the links on the way to it since.</summary>
    /// <param name="path">What it was opened by.</param>
    public static string Of(FileStream open, string path)
    {
        var held = $"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}";
        return new FileInfo(held).LinkTarget ?? Of(Path.GetFullPath(path));
    }

    /// <param name="folder">A real path; <paramref name="path"/> too.</param>
    public static bool IsIn(string folder, string path) => path == folder
        || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <returns>The last first.</returns>
    private static IEnumerable<string> Names(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".").Reverse();
}
