using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs.Integrity;

/// <summary><c>run verify</c>: one look at a time, on a thread of its own; whoever asks meanwhile hears how far it is.</summary>
internal sealed class RunVerifier(RunFolder folder)
{
    private string? _asking;
    private volatile RunVerification? _latest;

    public RunVerification Answer(string asking, RunState run)
    {
        if (_latest is { IsFinished: false } underWay)
            return underWay;
        if (_latest is { } finished && _asking == asking)
            return finished;
        _asking = asking;
        _latest = new RunVerification(run.Id, false, 0, 0, []);
        new Thread(() => _latest = Look(run)) { IsBackground = true, Name = "verify-run" }.Start();
        return _latest;
    }

    private RunVerification Look(RunState run)
    {
        try
        {
            return KnownWorkspaces.WhyAway(folder.Workspace) is { } away ? new RunVerification(run.Id, true, 0, 0, [new VerifiedPart("workspace", "away", [away])])
                : RunInspection.Of(folder, run, soFar => _latest = soFar);
        }
        catch (Exception trouble)
        {
            // Whatever it is must not end the process: this thread has nobody above it.
            return new RunVerification(run.Id, true, 0, 0, [new VerifiedPart("run", "not verified", [trouble.Message])]);
        }
    }
}
