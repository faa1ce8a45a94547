using Akka.Actor;
using Akka.Persistence;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Removes the events of a run that is gone from the journal, tells its parent <see cref="Erased"/> and ends. The journal keeps the last row, without which a
/// number would be given twice.
/// </summary>
internal sealed class RunEraser : ReceivePersistentActor
{
    public sealed record Erased(RunId Run) : INoSerializationVerificationNeeded;

    /// <summary>For whoever watches it.</summary>
    public sealed record Ended(RunId Run) : INoSerializationVerificationNeeded;

    public RunEraser(RunId run)
    {
        PersistenceId = RunActor.PersistenceIdOf(run);
        Recover<RecoveryCompleted>(_ => DeleteMessages(LastSequenceNr));
        Command<DeleteMessagesSuccess>(_ =>
        {
            Context.Parent.Tell(new Erased(run));
            Context.Stop(Self);
        });
        Command<DeleteMessagesFailure>(_ => Context.Stop(Self)); // asked for again by whoever watches
    }

    public override string PersistenceId { get; }

    /// <summary>Only the last number is read.</summary>
    public override Recovery Recovery => Recovery.None;
}
