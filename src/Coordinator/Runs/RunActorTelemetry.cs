using AxSpa.Coordinator.Leadership;

namespace AxSpa.Coordinator.Runs;

/// <summary>How a run's own end, and the journal's failures, reach what is measured.</summary>
internal sealed partial class RunActor
{
    protected override void OnPersistFailure(Exception cause, object happened, long sequenceNr)
    {
        _telemetry.JournalFailed();
        base.OnPersistFailure(cause, happened, sequenceNr);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _telemetry.JournalFailed();
        Context.System.EventStream.Publish(new JournalUnreadable(PersistenceId, reason));
        base.OnRecoveryFailure(reason, message);
    }

    protected override void PostStop()
    {
        _telemetry.Stop();
        base.PostStop();
    }
}
