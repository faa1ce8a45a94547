using Akka.Actor;
using Akka.Persistence;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>A real use of the journal, for 'doctor'; one after the other, since two writers of one name would refuse each other.</summary>
internal sealed class JournalProbe : ReceiveActor
{
    private readonly Queue<IActorRef> _askers = new();

    public JournalProbe(TimeProvider clock)
    {
        Receive<RunProtocol.CheckJournal>(_ =>
        {
            _askers.Enqueue(Sender);
            if (_askers.Count == 1)
                Begin(clock);
        });
        Receive<Terminated>(_ =>
        {
            _askers.Dequeue();
            if (_askers.Count > 0)
                Begin(clock);
        });
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Begin(TimeProvider clock)
    {
        var asker = _askers.Peek();
        Context.Watch(Context.ActorOf(Props.Create(() => new Use(asker, clock))));
    }

    /// <summary>Reads what the last use wrote, writes an event, removes the older ones, and ends.</summary>
    private sealed class Use : ReceivePersistentActor
    {
        private readonly IActorRef _asker;

        public Use(IActorRef asker, TimeProvider clock)
        {
            _asker = asker;
            var begun = clock.GetTimestamp();
            Recover<JournalEvents.Probed>(_ => { });
            Recover<RecoveryCompleted>(_ =>
            {
                var read = clock.GetElapsedTime(begun);
                begun = clock.GetTimestamp();
                Persist(new JournalEvents.Probed(clock.GetUtcNow()), _ =>
                {
                    asker.Tell(new RunProtocol.JournalCheck(read.TotalMilliseconds, clock.GetElapsedTime(begun).TotalMilliseconds));
                    DeleteMessages(LastSequenceNr - 1);
                });
            });
            Command<DeleteMessagesSuccess>(_ => Context.Stop(Self));
            Command<DeleteMessagesFailure>(_ => Context.Stop(Self)); // the next use removes it
        }

        public override string PersistenceId => "journal-probe";

        protected override void OnPersistFailure(Exception cause, object happened, long sequenceNr) => Tell("written", cause);

        protected override void OnPersistRejected(Exception cause, object happened, long sequenceNr)
        {
            Tell("written", cause);
            Context.Stop(Self);
        }

        protected override void OnRecoveryFailure(Exception reason, object? message = null) => Tell("read", reason);

        private void Tell(string what, Exception cause) => _asker.Tell(new RunProtocol.Refused($"The journal cannot be {what}: {cause.Message}"));
    }
}
