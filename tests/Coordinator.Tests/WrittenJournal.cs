using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Tests;

/// <summary>Writes a journal as somebody else did before the test began.</summary>
internal sealed class WrittenJournal : ReceivePersistentActor
{
    public sealed record Write(ImmutableArray<IWireMessage> Events) : INoSerializationVerificationNeeded;

    public WrittenJournal(string persistenceId)
    {
        PersistenceId = persistenceId;
        Command<Write>(write =>
        {
            var (left, asker) = (write.Events.Length, Sender);
            PersistAll(write.Events, _ =>
            {
                if (--left > 0)
                    return;
                asker.Tell("written");
                Context.Stop(Self);
            });
        });
    }

    public override string PersistenceId { get; }
}
