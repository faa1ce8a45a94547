using Akka.Actor;

namespace AxSpa.Coordinator.Leadership;

/// <summary>On the event stream of the coordinator's process: a persistent actor could not be read from the journal.</summary>
internal sealed record JournalUnreadable(string PersistenceId, Exception Failure) : INoSerializationVerificationNeeded;

/// <summary>The same: the index was read to its end.</summary>
internal sealed record IndexRead : INoSerializationVerificationNeeded;
