namespace AxSpa.Pipeline.Runs;

/// <summary>A file that is not there under the name that was written, and is there under the same with other letters in upper case.</summary>
public static class NearestFile
{
    /// <summary>A folder with more is not looked through for the sake of a message.</summary>
    private const int MostNames = 20_000;

    /// <returns>A sentence with a leading space where a part of the path is there but for case; else nothing.</returns>
    public static string Hint(string path)
    {
        try
        {
            var missing = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            for (var folder = Path.GetDirectoryName(missing); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
                missing = folder;
            return Path.GetDirectoryName(missing) is { } parent && Alike(parent, Path.GetFileName(missing)) is { } name
                ? $" There is '{name}' in {parent}: upper and lower case make two names here."
                : "";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "";
        }
    }

    /// <returns>The name in the folder that is the same but for case; null: there is none, or it is there as it is written.</returns>
    private static string? Alike(string folder, string name)
    {
        var names = Directory.EnumerateFileSystemEntries(folder).Take(MostNames).Select(entry => Path.GetFileName(entry)!).ToList();
        return names.Contains(name) ? null : names.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
    }
}
