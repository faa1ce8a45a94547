using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace AxSpa.Trainer.Process;

/// <summary>
/// Ends this process at once, even while other threads are inside native code: a signal that cannot be caught. Nothing is lost
/// by it, since every file appears by a rename, and a checkpoint is all that another attempt needs.
/// </summary>
internal static partial class OwnDeath
{
    private const int SigKill = 9;

    [DoesNotReturn]
    public static void Now()
    {
        _ = Kill(Environment.ProcessId, SigKill);
        Environment.Exit(1); // Not reached, but the compiler cannot know it.
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
