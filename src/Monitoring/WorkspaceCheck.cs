using System.Globalization;
using AxSpa.Pipeline.Access;

namespace AxSpa.Monitoring;

/// <summary>Whether the shared folder can be used: what is written there is read back, and nothing of it stays.</summary>
internal static class WorkspaceCheck
{
    /// <param name="workspace">Absolute, as this machine mounts it.</param>
    /// <exception cref="IOException">It cannot be written or read.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not.</exception>
    public static string? Look(string workspace)
    {
        if (!Directory.Exists(workspace))
            return $"{workspace} is not there: is the shared folder mounted?";
        if (KnownWorkspaces.IdentityOf(workspace) is not null && KnownWorkspaces.WhyAway(workspace) is { } away)
            return away;
        RemoveOfTheDead(workspace);
        var written = Guid.NewGuid().ToByteArray();
        using var file = Unnamed(Path.Combine(workspace, $"{OfThisMachine}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}"));
        file.Write(written);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        var read = new byte[written.Length];
        return file.ReadAtLeast(read, read.Length, throwOnEndOfStream: false) == read.Length && read.AsSpan().SequenceEqual(written)
            ? null : $"{workspace} gives back something else than was written";
    }

    private static string OfThisMachine => $".usable-{Environment.MachineName}-";

    /// <summary>A file that has lost its name before anything is written: whatever ends this process, or a full disk, leaves nothing behind.</summary>
    private static FileStream Unnamed(string path)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        return file;
    }

    /// <summary>Between its making and losing its name a process may still be killed.</summary>
    private static void RemoveOfTheDead(string workspace)
    {
        foreach (var left in Directory.EnumerateFiles(workspace, $"{OfThisMachine}*"))
            if (int.TryParse(Path.GetFileName(left)[OfThisMachine.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && !Directory.Exists($"/proc/{process.ToString(CultureInfo.InvariantCulture)}"))
                File.Delete(left);
    }
}
