using AxSpa.Commands.Cluster;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Queue;

internal sealed class QueueList(CoordinatorGate coordinator, Banner banner) : ICommand
{
    public CommandDescription Description { get; } = new(
        "queue", "list", "Lists the runs that wait for slots, in the order in which they are served, and what each job waits for.", [], []);

    public async Task<int> Execute(CommandCall call)
    {
        var queue = await coordinator.Ask<QueueView>(new QueueProtocol.ListQueue(), call.Disconnected);
        await call.To.Data(call.WantsJson ? ViewJson.Of(queue) : QueueText.List(queue));
        await banner.Show(call);
        return ExitCode.Done;
    }
}
