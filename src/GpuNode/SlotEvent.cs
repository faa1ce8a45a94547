using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>What happens to a slot. What a trainer says and does carries its life: the number of the start that it comes from.</summary>
internal abstract record SlotEvent
{
    /// <summary>A trainer is to be started: the slot begins, or the pause after a trainer that never became ready is over.</summary>
    public sealed record TrainerDue : SlotEvent;

    /// <summary>The process that was to be started runs.</summary>
    /// <param name="MemoryKills">How many processes the kernel had ended for want of memory before it was started.</param>
    public sealed record TrainerBegan(long MemoryKills) : SlotEvent;

    /// <param name="Why">For people: why the process could not be started.</param>
    public sealed record TrainerNotBegun(string Why) : SlotEvent;

    /// <summary>The node gives the slot a job.</summary>
    public sealed record Granted(Job Job) : SlotEvent;

    /// <param name="KeepFor">Why, for people, where the attempt goes on later: its last finished epoch is brought to disk first. Null: it ends at once.</param>
    public sealed record Cancelled(AttemptId Attempt, string? KeepFor) : SlotEvent;

    /// <summary>The node's process is about to end.</summary>
    public sealed record Leaving : SlotEvent;

    /// <summary>The trainer said a line of the protocol.</summary>
    public sealed record Said(int Life, TrainerLine Line) : SlotEvent;

    /// <summary>The trainer printed a line on standard error.</summary>
    public sealed record Printed(int Life, string Line) : SlotEvent;

    /// <summary>The trainer said what is not of the protocol, and was ended over it.</summary>
    public sealed record Broke(int Life, string Why) : SlotEvent;

    /// <param name="Code">The exit code (128 + n after signal n).</param>
    /// <param name="MemoryKills">See <see cref="TrainerBegan"/>; as many as there are now.</param>
    public sealed record Exited(int Life, int Code, long MemoryKills) : SlotEvent;

    /// <summary>Time has passed: <see cref="TrainerWatch.LookEvery"/>.</summary>
    /// <param name="MemoryKills">See <see cref="TrainerBegan"/>; as many as there are now.</param>
    public sealed record Looked(long MemoryKills) : SlotEvent;

    /// <summary>The attempt that was asked to keep what it finished had its time.</summary>
    public sealed record GraceOver(AttemptId Attempt) : SlotEvent;
}
