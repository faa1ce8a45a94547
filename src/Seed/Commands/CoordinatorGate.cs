using System.Globalization;
using Akka.Actor;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Seed.Commands;

/// <summary>Asks the coordinator, wherever it lives.</summary>
internal sealed class CoordinatorGate(IActorRef coordinator, TimeSpan answerWithin)
{
    /// <summary>What is asked while a coordinator dies is lost with it, and its successor is often there in less time than one waits.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <exception cref="CommandRefusedException">The coordinator says no.</exception>
    /// <exception cref="ClusterUnreachableException">It does not answer in time.</exception>
    public async Task<T> Ask<T>(IWireMessage question, CancellationToken cancellation) where T : class, IWireMessage
    {
        object answer;
        try
        {
            IActorRef? asker = null;
            var answering = coordinator.Ask<object>(replyTo => { asker = replyTo; return question; }, answerWithin, cancellation);
            while (MayBeAskedAgain(question) && await Task.WhenAny(answering, Task.Delay(AskAgainAfter, cancellation)) != answering && !cancellation.IsCancellationRequested)
                coordinator.Tell(question, asker);
            answer = await answering;
        }
        catch (AskTimeoutException)
        {
            throw new ClusterUnreachableException(string.Create(CultureInfo.InvariantCulture,
                $"The coordinator did not answer within {answerWithin.TotalSeconds:0.#} s: no node with the role coordinator is up, or it is moving or waits for its journal just now. 'cluster show' lists the nodes; nothing that was recorded is lost."));
        }
        return answer switch
        {
            T wanted => wanted,
            RunProtocol.Refused refused => throw new CommandRefusedException(refused.Reason),
            Status.Failure failure => throw new ClusterUnreachableException($"The coordinator could not answer: {failure.Cause.Message}"),
            _ => throw new InvalidOperationException($"The coordinator answered {question.GetType().Name} with {answer.GetType().Name}."),
        };
    }

    /// <summary>Looking changes nothing, and a specification that is submitted twice is one run.</summary>
    private static bool MayBeAskedAgain(IWireMessage question) =>
        question is LeadershipProtocol.AskLeadership or RunProtocol.DescribeRun or RunProtocol.VerifyRun or RunProtocol.ListRuns or RunProtocol.ListNodes or QueueProtocol.ListQueue or RunProtocol.Rehearse or RunProtocol.AskMessage or RunProtocol.ListResults or RunProtocol.DeleteRun
            or RunProtocol.SubmitRun { Another: false };
}
