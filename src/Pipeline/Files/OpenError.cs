using System.Runtime.InteropServices;

namespace AxSpa.Pipeline.Files;

/// <summary>What the operating system says when a file cannot be opened: errno of Linux, and the exceptions that .NET has for them.</summary>
internal static class OpenError
{
    // EPERM, ENOENT, EINTR, ENXIO, EACCES, EEXIST, ENOTDIR, ELOOP
    public const int NotPermitted = 1, NoSuchFile = 2, Interrupted = 4, NoSuchDevice = 6, NoRight = 13, Exists = 17, NoFolder = 20, Loop = 40;

    public static Exception Of(int error, string path) => error switch
    {
        NoSuchFile => new FileNotFoundException($"Could not find file '{path}'.", path),
        NotPermitted or NoRight => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'"),
    };
}
