using AxSpa.Pipeline.Access;

namespace AxSpa.Pipeline.Texts;

/// <summary>
/// What a path may have meant that leads to nothing: on Windows and macOS the case of letters does not count, and on Windows a backslash parts folders. On
/// Linux,
/// it belongs to a name.
/// </summary>
public static class MistypedPath
{
    /// <returns>A sentence with a leading space; empty where nothing near is there.</returns>
    /// <param name="permit">What it does not allow is not looked at.</param>
    public static string Hint(string path, ReadPermit? permit = null) => Of(path, permit) is { } meant ? $" Did you mean '{meant}'?" : "";

    /// <returns>The one path that is there and differs in the case of its letters, or in having a slash for a backslash; null: none, or several.</returns>
    public static string? Of(string path, ReadPermit? permit = null)
    {
        try
        {
            var full = Path.GetFullPath(path);
            var (found, exact) = (Path.GetPathRoot(full)!, true);
            foreach (var name in full.Replace('\\', Path.DirectorySeparatorChar)[found.Length..].Split(
                Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                var next = Path.Combine(found, name);
                if (!Path.Exists(next))
                {
                    permit?.Require(found);
                    if (Alike(found, name) is not { } alike) return null;
                    (next, exact) = (alike, false);
                }
                found = next;
            }
            if (exact && found == full) return null;
            permit?.Require(found);
            return found;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or RefusedInputException or ArgumentException)
        {
            return null; // a hint at most
        }
    }

    private static string? Alike(string folder, string name)
    {
        var alike = Directory.EnumerateFileSystemEntries(folder)
            .Where(path => string.Equals(Path.GetFileName(path), name, StringComparison.OrdinalIgnoreCase))
            .Take(2)
            .ToList();
        return alike.Count == 1 ? alike[0] : null;
    }
}
