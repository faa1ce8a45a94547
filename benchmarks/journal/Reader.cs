using Akka.Actor;
using Akka.Persistence;

namespace AxSpa.JournalBenchmark;

/// <summary>Uses the journal once, so that its tables are there.</summary>
internal sealed class Reader : ReceivePersistentActor
{
    public Reader() => CommandAny(_ => Sender.Tell("yes"));

    public override string PersistenceId => "reader";
}

/// <summary>Keeps who answers.</summary>
internal sealed class Counter : ReceiveActor
{
    public Counter(ICollection<IActorRef> answered) => Receive<ActorIdentity>(answer =>
    {
        if (answer.Subject is not null)
            answered.Add(answer.Subject);
    });
}
