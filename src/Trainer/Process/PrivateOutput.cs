using System.Runtime.InteropServices;
using System.Text;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Process;

/// <summary>
/// The way back to the node: a private duplicate of standard output. File descriptor 1 itself is turned to standard error, so
/// that whatever a native library or a stray <see cref="Console.Out"/> prints becomes a log line, not a broken protocol.
/// </summary>
internal sealed partial class PrivateOutput
{
    private const int Interrupted = 4; // EINTR

    private readonly int _descriptor;
    private readonly Lock _oneLineAtATime = new();

    private PrivateOutput(int descriptor) => _descriptor = descriptor;

    /// <summary>Takes standard output. To be called once, before anything native is loaded.</summary>
    public static PrivateOutput Claim()
    {
        var duplicate = Duplicate(1);
        return duplicate >= 0 && DuplicateTo(2, 1) >= 0
            ? new PrivateOutput(duplicate)
            : throw new IOException($"Standard output cannot be duplicated (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Says one line. Nobody left to hear it means that the node is gone, and then so is this process.</summary>
    public void Say(TrainerLine line)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(JobJson.Write(TrainerLineRules.Shown(line)) + "\n");
        lock (_oneLineAtATime)
            while (!rest.IsEmpty)
            {
                var written = Write(_descriptor, rest, (nuint)rest.Length);
                if (written < 0 && Marshal.GetLastPInvokeError() == Interrupted)
                    continue;
                if (written < 0)
                    OwnDeath.Now();
                rest = rest[(int)written..];
            }
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int from, int to);

    // Not a FileStream: that keeps an offset of its own and would write over the log when both go to one file.
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);
}
