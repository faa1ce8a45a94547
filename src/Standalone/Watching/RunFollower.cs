using System.Diagnostics;
using Akka.Actor;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Standalone.Watching;

/// <summary>Hands a run to the coordinator, shows how it goes, and gives its outcome as an exit code.</summary>
/// <param name="full">Every figure is printed at the end, and else what fits a screen.</param>
internal sealed class RunFollower(IActorRef coordinator, IRunDisplay display, bool full)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private int _fruitlessLooks;

    /// <exception cref="RefusedInputException">The coordinator refused the specification.</exception>
    public async Task<int> SubmitAndFollow(RunProtocol.SubmitRun submit, CancellationToken interrupted)
    {
        RunProtocol.RunAccepted? accepted = null;
        try
        {
            accepted = await Ask(submit, interrupted) switch
            {
                RunProtocol.RunAccepted yes => yes,
                RunProtocol.Refused no => throw new RefusedInputException(no.Reason),
                var other => throw new InvalidOperationException($"The coordinator answered {other.GetType().Name}."),
            };
            display.Accepted(accepted);
            var view = await UntilItEnds(accepted.Run, interrupted);
            display.Ended(view);
            return Report(view);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            display.Interrupted(accepted?.Run);
            return ExitCode.Interrupted;
        }
        catch (AskTimeoutException)
        {
            Console.Error.WriteLine($"The coordinator did not answer within {AnswerWithin.TotalSeconds:0} s. What was recorded is safe; "
                + "start the same command again.");
            return ExitCode.CannotReachCluster;
        }
    }

    /// <summary>A coordinator that may not work just now is asked again, as long as one waits for an answer.</summary>
    private Task<object> Ask(IWireMessage question, CancellationToken interrupted) =>
        WaitingCoordinator.SitOut(() => coordinator.Ask<object>(question, AnswerWithin, interrupted), AnswerWithin, TimeProvider.System, interrupted);

    private async Task<RunView> UntilItEnds(RunId run, CancellationToken interrupted)
    {
        using var timer = new PeriodicTimer(LookEvery);
        do
        {
            switch (await RunViewParts.Whole(run, part => Ask(part, interrupted)))
            {
                case RunView { Summary.Status: not RunStatus.Running } ended:
                    return ended;
                case RunView view:
                    display.Show(view);
                    if (view.WaitingFor is not null)
                        await RefuseIfNoSlotCanWork(interrupted);
                    break;
                case RunProtocol.Refused refused:
                    throw new RefusedInputException(refused.Reason);
            }
        }
        while (await timer.WaitForNextTickAsync(interrupted));
        throw new OperationCanceledException(interrupted);
    }

    /// <summary>On one machine there is nobody else to wait for: a missing library must be told, not waited out.</summary>
    private async Task RefuseIfNoSlotCanWork(CancellationToken interrupted)
    {
        var nodes = await coordinator.Ask<RunProtocol.NodeList>(new RunProtocol.ListNodes(), AnswerWithin, interrupted);
        var slots = nodes.Nodes.SelectMany(node => node.Slots).ToList();
        _fruitlessLooks = slots.Count > 0 && slots.All(slot => slot.Trouble is not null) ? _fruitlessLooks + 1 : 0;
        // One failed start may be chance, and is tried again after a second; several are not.
        if (_fruitlessLooks * LookEvery > GiveUpAfter)
            throw new RefusedInputException($"{slots[0].Trouble} The run is kept and goes on with the same command.");
    }

    private int Report(RunView view)
    {
        switch (view.Summary.Status)
        {
            case RunStatus.Completed:
                RunResults.Print(Console.Out, view, full);
                return ExitCode.Done;
            case RunStatus.Cancelled:
                return ExitCode.RunFailed;
            case RunStatus.Failed or RunStatus.Running: // the display has told why
                if (view.RefusedInput)
                    return ExitCode.Refused;
                Console.Error.WriteLine($"Its log: {Path.Combine(view.Folder, "run.log")}");
                return ExitCode.RunFailed;
            default:
                throw new UnreachableException($"a run is {view.Summary.Status}");
        }
    }
}
