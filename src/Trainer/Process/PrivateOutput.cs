using System.Runtime.InteropServices;
using System.Text;
using AxSpa.Pipeline.Runs;
using Microsoft.Win32.SafeHandles;

namespace AxSpa.Trainer.Process;

/// <summary>
/// The way back to the node: a private duplicate of standard output. File descriptor 1 itself is turned to standard error, so
/// that whatever a native library or a stray <see cref="Console.Out"/> prints becomes a log line, not a broken protocol.
/// </summary>
internal sealed partial class PrivateOutput : IDisposable
{
    private readonly FileStream _stream;
    private readonly Lock _oneLineAtATime = new();

    private PrivateOutput(FileStream stream) => _stream = stream;

    /// <summary>Takes standard output. To be called once, before anything native is loaded.</summary>
    public static PrivateOutput Claim()
    {
        var duplicate = Duplicate(1);
        if (duplicate < 0 || DuplicateTo(2, 1) < 0)
            throw new IOException($"Standard output cannot be duplicated (errno {Marshal.GetLastPInvokeError()}).");
        return new PrivateOutput(new FileStream(new SafeFileHandle(duplicate, ownsHandle: true), FileAccess.Write, bufferSize: 0));
    }

    /// <summary>Says one line. Nobody left to hear it means that the node is gone, and then so is this process.</summary>
    public void Say(TrainerLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(JobJson.Write(line) + "\n");
        try
        {
            lock (_oneLineAtATime)
                _stream.Write(bytes);
        }
        catch (IOException)
        {
            OwnDeath.Now();
        }
    }

    public void Dispose() => _stream.Dispose();

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int from, int to);
}
