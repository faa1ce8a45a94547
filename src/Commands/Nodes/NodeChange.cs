using System.Collections.Immutable;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Nodes;

/// <summary>Orders about a node: what was said, and the node that it is about.</summary>
internal static class NodeChange
{
    public static readonly SwitchDescription Reason = new("--reason", "Why, for whoever asks later.", "TEXT") { IsFreeText = true };
    public static readonly SwitchDescription OnlyRun = new("--run", "Only for this run.", RunName.Argument.Name);

    public static async Task<(string Address, ImmutableArray<NodeView> Lives)> Meant(CoordinatorGate coordinator, CommandCall call) =>
        NodeName.Among(await NodePages.All(coordinator, call.Disconnected), call.Arguments.Argument(NodeName.Argument.Name));

    /// <returns>Null where none was named.</returns>
    public static async Task<RunId?> Run(CoordinatorGate coordinator, CommandCall call) => call.Arguments.ValueOf(OnlyRun.Name) is { } name
        ? await RunName.Resolve(coordinator, name, call.Disconnected)
        : null;

    public static async Task<int> Order(CoordinatorGate coordinator, CommandCall call, Func<string, RunId?, NodeOrders.NodeOrder> order)
    {
        var (address, lives) = await Meant(coordinator, call);
        var changed = await coordinator.Ask<NodeOrders.NodeChanged>(order(address, await Run(coordinator, call)), call.Disconnected);
        await WarnOfAbsence(call, address, lives);
        await call.To.Data(call.WantsJson ? ViewJson.Of(changed) : Sentence(changed));
        return ExitCode.Done;
    }

    public static async Task<Rehearsal> Rehearse(CoordinatorGate coordinator, CommandCall call, string verb, Func<string, RunId?, NodeOrders.NodeOrder> order)
    {
        var (address, lives) = await Meant(coordinator, call);
        var changed = await coordinator.Ask<NodeOrders.NodeChanged>(new RunProtocol.Rehearse(order(address, await Run(coordinator, call))), call.Disconnected);
        await WarnOfAbsence(call, address, lives);
        return new Rehearsal($"{verb} {changed.Node}: {changed.Note}");
    }

    public static string Sentence(NodeOrders.NodeChanged changed) => $"{changed.Node} {changed.How}: {changed.Note}";

    public static async Task WarnOfAbsence(CommandCall call, string address, ImmutableArray<NodeView> lives)
    {
        if (lives.All(node => node.Slots.IsEmpty))
            await call.To.Message($"{address} is not in the cluster at the moment; what is ordered counts when it comes.");
    }
}
