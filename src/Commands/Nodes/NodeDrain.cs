using System.Collections.Immutable;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Nodes;

/// <param name="lookEvery">The pause between two looks while it waits.</param>
internal sealed class NodeDrain(CoordinatorGate coordinator, TimeProvider clock, TimeSpan lookEvery) : IChange
{
    private static readonly SwitchDescription
        Grace = new("--grace", "What runs longer than this (30s, 10m, 2h, or 0) is ended then, and goes on elsewhere from its checkpoint.", "TIME"),
        Wait = new("--wait", "Return when nothing runs there any more.");

    public CommandDescription Description { get; } = new(
        "node", "drain", "Places nothing more on a node, so that it can be taken out of service, and lists what still runs there and until when.",
        [NodeName.Argument], [Grace, Wait, NodeChange.Reason], CommandEffect.Changes);

    public async Task<Rehearsal> Rehearse(CommandCall call)
    {
        var rehearsal = await NodeChange.Rehearse(coordinator, call, "drain", (node, _) => Order(call, node));
        var (_, lives) = await NodeChange.Meant(coordinator, call);
        var work = await Work(call, lives);
        return rehearsal with
        { Would = work.IsEmpty ? $"{rehearsal.Would}; nothing runs there" : $"{rehearsal.Would}; {NodeText.WorkInALine(work, GraceOf(call))}" };
    }

    public async Task<int> Execute(CommandCall call)
    {
        var (address, lives) = await NodeChange.Meant(coordinator, call);
        var changed = await coordinator.Ask<NodeOrders.NodeChanged>(Order(call, address), call.Disconnected);
        await NodeChange.WarnOfAbsence(call, address, lives);
        var work = await Work(call, lives);
        if (!call.WantsJson)
        {
            await call.To.Data(NodeChange.Sentence(changed));
            await call.To.Data(NodeText.Work(work, GraceOf(call)));
        }
        if (call.Arguments.Has(Wait.Name))
            work = await UntilEmpty(call, address, work);
        if (call.WantsJson)
            await call.To.Data(ViewJson.Of(new DrainReceipt(changed.Node, changed.How, changed.Note, work)));
        return ExitCode.Done;
    }

    private async Task<ImmutableArray<NodeWorkView>> UntilEmpty(CommandCall call, string address, ImmutableArray<NodeWorkView> before)
    {
        var known = before.Select(item => item.Attempt).ToHashSet();
        while (true)
        {
            var lives = (await NodePages.All(coordinator, call.Disconnected)).Where(node => node.Node.ToString() == address).ToList();
            var now = lives.SelectMany(NodeWork.Attempts).Select(item => item.Attempt).ToHashSet();
            foreach (var ended in known.Except(now))
                await call.To.Message($"{ended} runs there no more");
            known = now;
            if (known.Count == 0)
            {
                await call.To.Message($"{address} is empty");
                return [];
            }
            await Task.Delay(lookEvery, clock, call.Disconnected);
            if (call.Stopping.IsCancellationRequested)
                throw new ClusterUnreachableException(
                    $"The seed that was asked is stopping. {address} stays drained; 'node describe {address}' shows what runs there.");
        }
    }

    private Task<ImmutableArray<NodeWorkView>> Work(CommandCall call, IEnumerable<NodeView> lives) =>
        NodeWork.On(coordinator, lives, clock.GetUtcNow(), call.Disconnected);

    private static NodeOrders.DrainNode Order(CommandCall call, string node) => new(node, GraceOf(call), call.Arguments.ValueOf(NodeChange.Reason.Name));

    private static TimeSpan? GraceOf(CommandCall call) => call.Arguments.ValueOf(Grace.Name) switch
    {
        null => null,
        "0" => TimeSpan.Zero,
        var text => PlainTime.TryParse(text, out var time) ? time
        : throw new UsageException($"node drain: '{text}' is no time. Write it as 30s, 10m or 2h; 0 moves everything at once."),
    };
}
