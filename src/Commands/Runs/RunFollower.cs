using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

/// <summary>Looks at a run again and again until it ends.</summary>
/// <param name="lookEvery">The pause between two looks.</param>
/// <param name="patience">How long the coordinator may be silent, as it is while it moves to another node.</param>
internal sealed class RunFollower(CoordinatorGate coordinator, TimeProvider clock, TimeSpan lookEvery, TimeSpan patience)
{
    public TimeSpan LookEvery => lookEvery;

    /// <summary>Follows the run and ends the command: with <c>-o json</c> one document at the end, otherwise lines as they come.</summary>
    /// <param name="aloud">A line for each thing that happens.</param>
    /// <returns>The run's outcome as an exit code.</returns>
    public async Task<int> Follow(CommandCall call, RunId run, bool aloud)
    {
        // In silence only the run's own state is of interest, and not that of hundreds of jobs twice a second.
        var end = await UntilItEnds(call, run, isBrief: !aloud, async (before, now) =>
        {
            if (!aloud)
                return;
            foreach (var line in RunProgressLines.Between(before, now))
                await (call.WantsJson ? call.To.Message(line) : call.To.Data(line));
        });
        if (call.WantsJson)
            await call.To.Data(ViewJson.Of(aloud ? end : await Look(call, run)));
        else if (!aloud && end.Summary.Status != RunStatus.Completed)
            await call.To.Message(RunProgressLines.EndLine(end));
        return Outcome(end);
    }

    public static int Outcome(RunView ended) => ended.Summary.Status switch
    {
        RunStatus.Completed => ExitCode.Done,
        RunStatus.Failed when ended.RefusedInput => ExitCode.Refused,
        RunStatus.Failed or RunStatus.Cancelled or RunStatus.Running => ExitCode.RunFailed,
    };

    /// <summary>Looks once; a coordinator that is silent is waited for.</summary>
    /// <exception cref="ClusterUnreachableException">It stays away.</exception>
    /// <param name="isBrief">Without its jobs.</param>
    public async Task<RunView> Look(CommandCall call, RunId run, bool isBrief = false)
    {
        var (since, silent) = (clock.GetTimestamp(), false);
        while (true)
        {
            try
            {
                return isBrief
                    ? await coordinator.Ask<RunView>(new RunProtocol.DescribeRun(run, IsBrief: true), call.Disconnected)
                    : await coordinator.Describe(run, call.Disconnected);
            }
            catch (ClusterUnreachableException) when (!call.Stopping.IsCancellationRequested && clock.GetElapsedTime(since) < patience)
            {
                if (!silent)
                    await call.To.Message("The coordinator is silent; waiting for it to come back.");
                silent = true;
            }
            await Pause(call);
        }
    }

    /// <summary>Waits until it is time for the next look. A process that was told to stop does not wait.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task Pause(CommandCall call)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.Disconnected, call.Stopping);
        try
        {
            await Task.Delay(lookEvery, clock, ending.Token);
        }
        catch (OperationCanceledException)
        {
            call.Disconnected.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What is thrown when this process was told to stop.</summary>
    public static ClusterUnreachableException Stopping(string next) => new($"The seed that was asked is stopping. {next}");

    private async Task<RunView> UntilItEnds(CommandCall call, RunId run, bool isBrief, Func<RunView?, RunView, Task> onLook)
    {
        RunView? before = null;
        while (true)
        {
            // Read before the look: after the process was told to stop there is one last look, so an end that came just then is told.
            var stopping = call.Stopping.IsCancellationRequested;
            var now = await Look(call, run, isBrief);
            await onLook(before, now);
            if (now.Summary.Status != RunStatus.Running)
                return now;
            before = now;
            if (stopping)
                throw Stopping($"Run {run} is kept; watch it again with 'run watch {run}'.");
            await Pause(call);
        }
    }
}
