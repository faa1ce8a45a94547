using System.Runtime.InteropServices;
using System.Text;
using AxSpa.Pipeline.Access;
using Microsoft.Win32.SafeHandles;

namespace AxSpa.Pipeline.Files;

/// <summary>
/// Reads and writes below a folder without following any symbolic link on the way from it. Whoever can write there too, a GPU node with the
/// workspace, could put one into it at any moment: so each folder is opened from the one before (openat(2), O_NOFOLLOW), and what is open is used.
/// </summary>
public static partial class NoFollow
{
    // Of Linux on x86-64: O_RDONLY, O_WRONLY, O_CREAT, O_APPEND, O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC.
    private const int ReadOnly =
        0, WriteOnly = 1, Create = 0x40, Append = 0x400, DoNotWait = 0x800, OnlyFolder = 0x10000, NoLink = 0x20000, CloseOnExecute = 0x80000;
    private const uint FolderMode = 0x1FF, FileMode = 0x1B6; // 0777 and 0666, of which the process's mask takes away what it takes

    /// <param name="root">Trusted; where it lies itself may be a link.</param>
    /// <param name="path">Below the root: relative to it, or absolute.</param>
    /// <exception cref="IOException">There is a link on the way, it is no regular file, or cannot be opened.</exception>
    public static FileStream OpenRead(string root, string path, int bufferBytes = 4096)
    {
        using var folder = Folder(root, path, isMade: false);
        return RegularFile.Of(folder.Open(ReadOnly | DoNotWait), folder.FilePath, bufferBytes);
    }

    /// <summary>Whole or not at all, as <see cref="AtomicFile.Write(string, Action{Stream})"/>; folders on the way are made.</summary>
    /// <exception cref="IOException">There is a link on the way, or it cannot be written.</exception>
    /// <exception cref="WorkspaceAwayException">It would lie in a workspace that is not there.</exception>
    public static void Write(string root, string path, Action<Stream> fill)
    {
        KnownWorkspaces.Require(Path.GetFullPath(path, root));
        using var folder = Folder(root, path, isMade: true);
        try
        {
            AtomicFile.Write(Path.Combine(folder.Name, folder.File), fill);
        }
        catch (IOException trouble) when (trouble.Message.Contains(folder.Name, StringComparison.Ordinal))
        {
            throw new IOException(trouble.Message.Replace(folder.Name, folder.Path, StringComparison.Ordinal), trouble);
        }
    }

    public static void Write(string root, string path, string text) => Write(root, path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));

    public static void Write(string root, string path, byte[] bytes) => Write(root, path, stream => stream.Write(bytes));

    /// <summary>At the end of a file that is made where it is not there; folders on the way are made, too.</summary>
    /// <exception cref="IOException">There is a link on the way, or it cannot be written.</exception>
    /// <exception cref="WorkspaceAwayException">It would lie in a workspace that is not there.</exception>
    public static void AppendText(string root, string path, string text)
    {
        KnownWorkspaces.Require(Path.GetFullPath(path, root));
        using var folder = Folder(root, path, isMade: true);
        var handle = folder.Open(WriteOnly | Append | Create | DoNotWait);
        RegularFile.Require(handle, folder.FilePath);
        using var file = new FileStream(handle, FileAccess.Write);
        file.Write(new UTF8Encoding(false).GetBytes(text));
    }

    /// <summary>The folder of a file, open. Its number in this process is a path that leads nowhere else, whatever becomes of its name.</summary>
    private sealed class OpenFolder(SafeFileHandle handle, string path, string file) : IDisposable
    {
        public string Path => path;
        public string File => file;
        public string FilePath => System.IO.Path.Combine(path, file);
        public string Name => FormattableString.Invariant($"/proc/self/fd/{handle.DangerousGetHandle()}");

        public SafeFileHandle Open(int flags) => At(handle, file, flags | NoLink | CloseOnExecute, FilePath);

        public void Dispose() => handle.Dispose();
    }

    private static OpenFolder Folder(string root, string path, bool isMade)
    {
        var (full, above) = (Path.GetFullPath(path, root), Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        if (!full.StartsWith(above + "/", StringComparison.Ordinal))
            throw new IOException($"{full} does not lie below {above}.");
        var names = full[(above.Length + 1)..].Split('/');
        var at = At(null, above, ReadOnly | OnlyFolder | CloseOnExecute, above);
        try
        {
            var here = above;
            foreach (var name in names[..^1])
            {
                here = Path.Combine(here, name);
                var next = Next(at, name, here, isMade);
                at.Dispose();
                at = next;
            }
            return new OpenFolder(at, here, names[^1]);
        }
        catch
        {
            at.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Next(SafeFileHandle above, string name, string path, bool isMade)
    {
        const int flags = ReadOnly | OnlyFolder | NoLink | CloseOnExecute;
        try
        {
            return At(above, name, flags, path);
        }
        catch (DirectoryNotFoundException) when (isMade)
        {
            if (MakeFolder((int)above.DangerousGetHandle(), name, FolderMode) != 0 && Marshal.GetLastPInvokeError() is not OpenError.Exists and var error)
                throw Trouble(error, path, flags);
            FolderSync.Flush(FormattableString.Invariant($"/proc/self/fd/{above.DangerousGetHandle()}"));
            return At(above, name, flags, path);
        }
    }

    private static SafeFileHandle At(SafeFileHandle? above, string name, int flags, string path)
    {
        const int fromHere = -100; // AT_FDCWD
        var number = OpenAt(above is null ? fromHere : (int)above.DangerousGetHandle(), name, flags, FileMode);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Trouble(Marshal.GetLastPInvokeError(), path, flags);
    }

    private static Exception Trouble(int error, string path, int flags) => error switch
    {
        OpenError.NoSuchFile when (flags & OnlyFolder) != 0 => new DirectoryNotFoundException($"Could not find a part of the path '{path}'."),
        OpenError.Loop or OpenError.NoFolder when new FileInfo(path).LinkTarget is not null => new IOException(
            $"{path} is a symbolic link, and none is followed inside of a workspace. Remove it; what is to lie on another disk is mounted there."),
        OpenError.Loop or OpenError.NoFolder => new IOException($"{path} is no folder."),
        OpenError.NoSuchDevice => new IOException($"{path}: this is a named pipe or a device, and only a regular file is used."),
        _ => OpenError.Of(error, path),
    };

    [LibraryImport("libc", EntryPoint = "openat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenAt(int folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MakeFolder(int folder, string name, uint mode);
}
