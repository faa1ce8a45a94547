using System.Globalization;

namespace AxSpa.Monitoring;

/// <summary>Whether the shared folder can be used: what is written there is read back, and removed.</summary>
internal static class WorkspaceCheck
{
    /// <param name="workspace">Absolute, as this machine mounts it.</param>
    /// <exception cref="IOException">It cannot be written or read.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not.</exception>
    public static string? Look(string workspace)
    {
        if (!Directory.Exists(workspace))
            return $"{workspace} is not there: is the shared folder mounted?";
        // One name for each process, so that a process that is killed here leaves one empty file at most, and removes it when it is back.
        var path = Path.Combine(workspace, string.Create(CultureInfo.InvariantCulture, $".usable-{Environment.MachineName}-{Environment.ProcessId}"));
        var written = Guid.NewGuid().ToByteArray();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Write(written);
            file.Flush(flushToDisk: true);
        }
        var read = File.ReadAllBytes(path);
        File.Delete(path);
        return read.AsSpan().SequenceEqual(written) ? null : $"{workspace} gives back something else than was written";
    }
}
