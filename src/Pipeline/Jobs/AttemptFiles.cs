using System.Collections.Immutable;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// What may be said to be the results of an attempt: files below its own folder, by names that mean nothing else anywhere. Only the words are
/// looked at here; whether such files are there, and are what they are said to be, is seen where they are opened.
/// </summary>
public static class AttemptFiles
{
    /// <summary>Letters of a whole path.</summary>
    public const int LongestPath = 1_024;

    /// <summary>Letters of one name in it: no file system takes more.</summary>
    public const int LongestName = 255;

    private const int DigitsOfSha256 = 64, LongestShown = 200;

    /// <returns>Null: they may be its results; else why not, for people.</returns>
    public static string? Problem(RunFolder run, Job job, ImmutableArray<StoredFile> files)
    {
        if (files.IsDefault)
            return "the list of files is missing";
        var folder = Path.GetRelativePath(run.Workspace, run.AttemptFolder(job)).Replace('\\', '/') + "/";
        var seen = new HashSet<string>(files.Length, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file?.Path is null)
                return "a file has no name";
            if (Problem(folder, file.Path) is { } name)
                return $"'{Shown(file.Path)}' {name}";
            if (!seen.Add(file.Path))
                return $"'{Shown(file.Path)}' is named twice";
            if (file.Bytes < 0)
                return $"'{Shown(file.Path)}' is said to have a negative length";
            if (!IsSha256(file.Sha256))
                return $"the hash of '{Shown(file.Path)}' is not one: a SHA-256 has {DigitsOfSha256} lower-case hexadecimal digits";
        }
        return null;
    }

    private static string? Problem(string folder, string path)
    {
        if (path.Length > LongestPath)
            return $"has {path.Length} letters, and a path has at most {LongestPath}";
        if (!VisibleText.IsPlain(path) || path.AsSpan().ContainsAny('\n', '\t'))
            return "has a hidden character in it";
        if (path.Contains('\\'))
            return "has a backslash in it";
        if (!path.StartsWith(folder, StringComparison.Ordinal))
            return $"is not below the folder of its attempt, {Shown(folder)}";
        foreach (var name in path[folder.Length..].Split('/'))
        {
            if (name is "" or "." or "..")
                return "is no plain path: it has an empty name, '.' or '..' in it";
            if (name.Length > LongestName)
                return $"has a name of {name.Length} letters in it, and a name has at most {LongestName}";
        }
        return null;
    }

    private static bool IsSha256(string? text) => text is { Length: DigitsOfSha256 } && text.All(char.IsAsciiHexDigitLower);

    private static string Shown(string path) => VisibleText.Of(VisibleText.Cut(path, LongestShown)).ReplaceLineEndings(" ");
}
