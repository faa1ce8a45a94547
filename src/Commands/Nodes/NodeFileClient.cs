using System.Globalization;
using Akka.Actor;
using AxSpa.Hosting;
using AxSpa.Hosting.Wire;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Commands.Nodes;

internal sealed class NodeFileClient(ActorSystem system, TimeSpan answerWithin) : INodeFileClient
{
    public async Task<T> Ask<T>(string address, IWireMessage question, CancellationToken cancellation) where T : class, IWireMessage
    {
        try
        {
            return await system.ActorSelection($"{address}/user/{NodeFileServicePath.Name}").Ask<object>(question, answerWithin, cancellation) switch
            {
                T wanted => wanted,
                RunProtocol.Refused refused => throw new CommandRefusedException(refused.Reason),
                UnknownMessage unknown => throw new CommandRefusedException($"{address} answered in words of another version ('{unknown.Manifest}')."),
                var other => throw new InvalidOperationException($"{address} answered {question.GetType().Name} with {other.GetType().Name}."),
            };
        }
        catch (AskTimeoutException)
        {
            throw new ClusterUnreachableException(
                string.Create(CultureInfo.InvariantCulture, $"{address} did not answer within {answerWithin.TotalSeconds:0.#} s."));
        }
    }
}
