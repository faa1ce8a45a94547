using System.Runtime.InteropServices;
using AxSpa.Pipeline.Access;
using Microsoft.Win32.SafeHandles;

namespace AxSpa.Pipeline.Files;

/// <summary>
/// Brings names to disk. A file that was flushed is on disk with its bytes, but the name under which it is found is an entry of its
/// folder: until that is flushed as well, a power cut can take the file away again.
/// </summary>
public static partial class FolderSync
{
    private const int ReadOnly = 0, CloseOnExec = 0x80000; // O_RDONLY, O_CLOEXEC on Linux
    private const int NotAllowed = 13; // EACCES

    /// <summary>Makes this folder and whichever above it are missing, and their names outlast a power cut.</summary>
    /// <param name="mode">Of what is made, on systems that have such modes; null: as usual.</param>
    /// <exception cref="WorkspaceAwayException">It would lie in a workspace that is not there.</exception>
    public static void Make(string folder, UnixFileMode? mode = null)
    {
        var full = Path.GetFullPath(folder);
        KnownWorkspaces.Require(full);
        if (Directory.Exists(full))
            return;
        var missing = new Stack<string>();
        for (var at = full; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            missing.Push(at);
        if (mode is null || OperatingSystem.IsWindows())
            Directory.CreateDirectory(full);
        else
            Directory.CreateDirectory(full, mode.Value);
        foreach (var made in missing)
            Flush(Path.GetDirectoryName(made)!);
    }

    /// <summary>What was made, renamed or deleted in this folder so far outlasts a power cut.</summary>
    /// <remarks>
    /// .NET flushes files only. A file system that cannot flush a folder says so, which is taken for done; a failing disk is an <see cref="IOException"/>.
    /// </remarks>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var handle = new SafeFileHandle(Open(folder, ReadOnly | CloseOnExec), ownsHandle: true);
        if (!handle.IsInvalid)
            RandomAccess.FlushToDisk(handle);
        // A folder that may be written and not listed cannot be opened; the file in it is written all the same.
        else if (Marshal.GetLastPInvokeError() is not NotAllowed and var error)
            throw new IOException($"{folder} cannot be flushed to the disk: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);
}
