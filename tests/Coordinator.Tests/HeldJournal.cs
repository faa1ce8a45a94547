using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace AxSpa.Coordinator.Tests;

/// <summary>The journal in memory, with a gate: a test can keep one kind of event from coming to rest, and see what happens meanwhile.</summary>
public sealed class HeldJournal : MemoryJournal
{
    /// <summary>Of each actor system its own: tests run beside each other.</summary>
    private static readonly ConditionalWeakTable<ActorSystem, ConcurrentDictionary<Type, TaskCompletionSource>> Gates = new();

    public const string Configuration = """
        akka.persistence.journal.plugin = "akka.persistence.journal.held"
        akka.persistence.journal.held.class = "AxSpa.Coordinator.Tests.HeldJournal, AxSpa.Coordinator.Tests"
        """;

    private readonly ConcurrentDictionary<Type, TaskCompletionSource> _gates = GatesOf(Context.System);

    /// <summary>From now on nothing that contains such an event is written before it is released.</summary>
    public static void Hold(ActorSystem system, Type events) =>
        GatesOf(system)[events] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void Release(ActorSystem system, Type events)
    {
        if (GatesOf(system).TryRemove(events, out var gate))
            gate.SetResult();
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        ImmutableArray<AtomicWrite> writes = [.. messages];
        var held = writes.SelectMany(write => (IImmutableList<IPersistentRepresentation>)write.Payload).Select(happened => happened.Payload.GetType());
        foreach (var type in held)
            if (_gates.TryGetValue(type, out var gate))
                await gate.Task.WaitAsync(cancellationToken);
        return await base.WriteMessagesAsync(writes, cancellationToken);
    }

    private static ConcurrentDictionary<Type, TaskCompletionSource> GatesOf(ActorSystem system) => Gates.GetValue(system, _ => new());
}
