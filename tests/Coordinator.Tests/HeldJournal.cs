using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace AxSpa.Coordinator.Tests;

/// <summary>The journal in memory, with a gate: a test can keep one kind of event from coming to rest, and see what happens meanwhile.</summary>
public sealed class HeldJournal : MemoryJournal
{
    private static readonly ConcurrentDictionary<Type, TaskCompletionSource> Gates = new();

    public const string Configuration = """
        akka.persistence.journal.plugin = "akka.persistence.journal.held"
        akka.persistence.journal.held.class = "AxSpa.Coordinator.Tests.HeldJournal, AxSpa.Coordinator.Tests"
        """;

    /// <summary>From now on nothing that contains such an event is written before it is released.</summary>
    public static void Hold(Type events) => Gates[events] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void Release(Type events)
    {
        if (Gates.TryRemove(events, out var gate))
            gate.SetResult();
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        ImmutableArray<AtomicWrite> writes = [.. messages];
        var held = writes.SelectMany(write => (IImmutableList<IPersistentRepresentation>)write.Payload).Select(happened => happened.Payload.GetType());
        foreach (var type in held)
            if (Gates.TryGetValue(type, out var gate))
                await gate.Task.WaitAsync(cancellationToken);
        return await base.WriteMessagesAsync(writes, cancellationToken);
    }
}
