using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AxSpa.Hosting.Wire;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Commands;

/// <summary>Asks the coordinator, wherever it lives.</summary>
internal sealed class CoordinatorGate(IActorRef coordinator, TimeSpan answerWithin, TimeProvider clock)
{
    /// <summary>What is asked while a coordinator dies is lost with it, and its successor is often there in less time than one waits.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <exception cref="CommandRefusedException">The coordinator says no.</exception>
    /// <exception cref="ClusterUnreachableException">It does not answer in time, or does not work just now.</exception>
    public async Task<T> Ask<T>(IWireMessage question, CancellationToken cancellation) where T : class, IWireMessage
    {
        if (WireFrame.BytesOf(question) is var bytes && bytes > WireFrame.MostBytes)
            throw new CommandRefusedException($"This is {bytes} bytes long as a message, and a message between nodes may have {WireFrame.MostBytes}.");
        return Answered<T>(question, MayBeAskedAgain(question)
            ? await WaitingCoordinator.SitOut(() => AskOnce(question, cancellation), answerWithin, clock, cancellation)
            : await AskOnce(question, cancellation));
    }

    private async Task<object> AskOnce(IWireMessage question, CancellationToken cancellation)
    {
        try
        {
            IActorRef? asker = null;
            var answering = coordinator.Ask<object>(replyTo => { asker = replyTo; return question; }, answerWithin, cancellation);
            while (MayBeAskedAgain(question) && await Task.WhenAny(answering, Task.Delay(AskAgainAfter, clock, cancellation)) != answering
                && !cancellation.IsCancellationRequested)
                coordinator.Tell(question, asker);
            return await answering;
        }
        catch (AskTimeoutException)
        {
            throw new ClusterUnreachableException(string.Create(CultureInfo.InvariantCulture,
                $"The coordinator did not answer within {answerWithin.TotalSeconds:0.#} s: no node with the role coordinator is up, or it is moving or waits "
                + $"for its journal just now, or is of another version. 'cluster show' lists the nodes; nothing that was recorded is lost."));
        }
    }

    private static T Answered<T>(IWireMessage question, object answer) where T : class, IWireMessage => answer switch
    {
        T wanted => wanted,
        RunProtocol.Refused { Passes: true } waiting => throw new ClusterUnreachableException(waiting.Reason),
        RunProtocol.Refused refused => throw new CommandRefusedException(refused.Reason),
        UnknownMessage unknown => throw new CommandRefusedException(
            $"The coordinator answered in words of another version ('{unknown.Manifest}'). Bring all members of the cluster to one version; "
            + "'cluster show' lists theirs."),
        Status.Failure failure => throw new ClusterUnreachableException($"The coordinator could not answer: {failure.Cause.Message}"),
        _ => throw new InvalidOperationException($"The coordinator answered {question.GetType().Name} with {answer.GetType().Name}."),
    };

    /// <summary>A run with all its jobs, as it was at one moment.</summary>
    public async Task<RunView> Describe(RunId run, CancellationToken cancellation) =>
        await RunViewParts.Whole(run, async part => await Ask<RunView>(part, cancellation)) switch
        {
            RunView whole => whole,
            RunProtocol.Refused torn => throw new ClusterUnreachableException(torn.Reason),
            var other => throw new InvalidOperationException($"A run was described with {other.GetType().Name}."),
        };

    /// <summary>The newest runs, the oldest of them first.</summary>
    /// <param name="status">Only those; null: all.</param>
    /// <param name="refused">Of the failed ones only the refused, or only the others; null: all.</param>
    /// <returns>With how many older ones there are.</returns>
    public async Task<(ImmutableArray<RunSummary> Runs, int Older)> Newest(int most, RunStatus? status, CancellationToken cancellation, bool? refused = null)
    {
        var runs = new List<RunSummary>();
        RunProtocol.RunList page;
        do
        {
            page = await Ask<RunProtocol.RunList>(
                new RunProtocol.ListRuns(status, runs.Count == 0 ? null : runs[^1], most - runs.Count, refused), cancellation);
            runs.AddRange(page.Runs);
        }
        while (page.Older > 0 && runs.Count < most && !page.Runs.IsEmpty);
        runs.Reverse();
        return ([.. runs], page.Older);
    }

    /// <summary>Looking changes nothing, and a specification that is submitted twice is one run.</summary>
    private static bool MayBeAskedAgain(IWireMessage question) =>
        question is LeadershipProtocol.AskLeadership or RunProtocol.DescribeRun or RunProtocol.VerifyRun or RunProtocol.ListRuns or RunProtocol.FindRun
            or RunProtocol.ListNodes
            or QueueProtocol.ListQueue or RunProtocol.Rehearse or RunProtocol.AskMessage or RunProtocol.ListResults or RunProtocol.DeleteRun
            or RunProtocol.SubmitRun { Another: false };
}
