using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Cluster;

/// <summary>The message of 'cluster message', shown beside what was asked for.</summary>
/// <param name="coordinator">One that is asked for a short time only: nobody waits for a banner.</param>
internal sealed class Banner(CoordinatorGate coordinator)
{
    public Task Show(CommandCall call) => Show(call.To, call.Disconnected);

    public async Task Show(ICommandOutput to, CancellationToken disconnected)
    {
        try
        {
            var message = await coordinator.Ask<RunProtocol.ClusterMessage>(new RunProtocol.AskMessage(), disconnected);
            if (message.Text is not null)
                await to.Message(MessageText.Of(message));
        }
        catch (Exception unknown) when (unknown is CommandRefusedException or ClusterUnreachableException)
        {
            // What was asked for is worth showing without it.
        }
    }
}
