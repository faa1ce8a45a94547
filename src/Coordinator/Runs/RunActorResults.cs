using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Results that were looked for on disk, on their way into the journal. What is seen while the journal still writes what came before is written together:
/// a run whose jobs end by the hundred waits for its journal a few times, and not once for each.
/// </summary>
internal sealed partial class RunActor
{
    /// <summary>To itself, after whatever was seen by now.</summary>
    private sealed record RecordResults : INoSerializationVerificationNeeded
    {
        public static readonly RecordResults Instance = new();
    }

    private readonly List<InputGate.Seen> _seenResults = [];

    private void OnResultSeen(InputGate.Seen seen)
    {
        _seenResults.Add(seen);
        if (_seenResults.Count == 1)
            Self.Tell(RecordResults.Instance);
    }

    /// <summary>Each is decided by the run as it is after those before it.</summary>
    private void OnRecordResults()
    {
        var (after, events) = (_state!, ImmutableArray.CreateBuilder<RunEvents.IRunEvent>());
        var answers = new List<(IActorRef Asker, IWireMessage Answer)>();
        foreach (var seen in _seenResults)
        {
            _inputs.Forget(seen);
            if (seen.Look is { Order: LookOrder.Completed { Result: var result }, Away: null } verified && after.Holds(result.Attempt, result.Node))
                Context.Parent.Tell(new RunMessages.ResultLookedAt(result.Attempt, result.Node, verified.Unverified));
            var decision = after.OnSeen(seen.Look, _inputs.IsOpen, Now);
            if (decision.RestoresSpecification)
                _outbox.EnqueueSpecification(after);
            if (decision.Answer is { } answer)
                answers.Add((seen.Asker, answer));
            events.AddRange(decision.Events);
            after = after.Apply(decision.Events);
        }
        _seenResults.Clear();
        PersistAndApply(events.ToImmutable(), () =>
        {
            foreach (var (asker, answer) in answers)
                asker.Tell(answer);
            Advance();
        });
    }
}
