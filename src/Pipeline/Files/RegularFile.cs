using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AxSpa.Pipeline.Files;

/// <summary>
/// Opens what somebody names for reading, where it is a file with an end. A pipe would keep the reader waiting for ever before its first byte, and a
/// device such as <c>/dev/zero</c> never ends.
/// </summary>
internal static partial class RegularFile
{
    private const int ReadOnly = 0, DoNotWait = 0x800, CloseOnExecute = 0x80000; // O_RDONLY, O_NONBLOCK, O_CLOEXEC of Linux on x86-64

    /// <summary>The open file is looked at, not the name: whoever puts something else in its place meanwhile changes nothing.</summary>
    /// <exception cref="IOException">It is no regular file, or cannot be opened; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static FileStream Open(string path, int bufferBytes = 4096) => Of(OpenWithoutWaiting(path), path, bufferBytes);

    /// <summary>Of a file that is open, and closed again where it is not read.</summary>
    /// <exception cref="IOException">It is no regular file.</exception>
    public static FileStream Of(SafeFileHandle handle, string path, int bufferBytes = 4096)
    {
        Require(handle, path);
        return new FileStream(handle, FileAccess.Read, bufferBytes);
    }

    /// <exception cref="IOException">It is no regular file; it was closed.</exception>
    public static void Require(SafeFileHandle handle, string path)
    {
        try
        {
            if (Kind(handle) is { } kind)
                throw NotRegular(path, kind);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public static byte[] ReadAllBytes(string path)
    {
        using var file = Open(path);
        return BoundedRead.All(file, Array.MaxLength) ?? throw new IOException($"{path}: the file is larger than 2 GiB.");
    }

    private static SafeFileHandle OpenWithoutWaiting(string path)
    {
        for (; ; )
        {
            var handle = OpenFile(path, ReadOnly | DoNotWait | CloseOnExecute);
            if (!handle.IsInvalid)
                return handle;
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            if (error != OpenError.Interrupted)
                throw error == OpenError.NoSuchDevice ? NotRegular(path, "a socket, or a device that is not there") : OpenError.Of(error, path);
        }
    }

    private static IOException NotRegular(string path, string kind) =>
        new($"{path}: this is {kind}, and only a regular file is read. Name a file; what a program prints must be written into one first.");

    /// <returns>Null: a regular file.</returns>
    private static unsafe string? Kind(SafeFileHandle file)
    {
        const int openFileItself = 0x1000, mode = 28; // AT_EMPTY_PATH; where stx_mode lies in struct statx
        const uint type = 1;                          // STATX_TYPE
        var answer = stackalloc byte[256];
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            if (Status((int)file.DangerousGetHandle(), "", openFileItself, type, answer) != 0)
                throw new IOException($"A file that was opened cannot be looked at: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
        finally
        {
            if (held) file.DangerousRelease();
        }
        return (*(ushort*)(answer + mode) >> 12) switch // the type's four bits: S_IFMT
        {
            8 => null,
            4 => "a folder",
            1 => "a named pipe",
            2 or 6 => "a device",
            12 => "a socket",
            var other => FormattableString.Invariant($"of an unknown kind ({other})"),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static unsafe partial int Status(int folder, string path, int flags, uint wanted, byte* answer);
}
