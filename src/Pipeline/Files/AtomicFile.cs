using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Files;

/// <summary>
/// Writes a file whole or not at all: a temporary file beside it, flushed to disk, then renamed over it, and the folder flushed: what is
/// written outlasts a power cut.
/// </summary>
public static class AtomicFile
{
    public static void Write(string path, string text) => Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Write(path, stream => stream.Write(copy));
    }

    /// <param name="fill">Writes the content; what it throws leaves no file behind.</param>
    /// <exception cref="WorkspaceAwayException">It would lie in a workspace that is not there.</exception>
    public static void Write(string path, Action<Stream> fill)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        FolderSync.Make(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                fill(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            FolderSync.Flush(folder);
        }
        catch
        {
            if (File.Exists(temporary)) // else its folder may be gone as well, and that would be told instead of the reason
                File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The file's length and SHA-256, with its path relative to the workspace.</summary>
    public static StoredFile Describe(string workspace, string path)
    {
        using var stream = RegularFile.Open(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new StoredFile(Path.GetRelativePath(workspace, path).Replace('\\', '/'), stream.Length, hash);
    }
}
