using System.Diagnostics.CodeAnalysis;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Process;

/// <summary>
/// Tells the node every few seconds that this process runs, from a thread of its own: it goes on through the longest epoch, and
/// stops only when the whole process hangs. The node ends a trainer that has been silent for too long.
/// </summary>
internal static class Heartbeat
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "Its thread waits for nothing else, in a process without actors.")]
    public static void Begin(Action<TrainerLine> say) => new Thread(() =>
    {
        while (true)
        {
            Thread.Sleep(Every);
            say(new TrainerLine.Alive());
        }
    })
    { IsBackground = true, Name = "heartbeat" }.Start();
}
