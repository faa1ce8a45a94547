using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

/// <summary>Orders that change how a run goes on: the answer is one word for programs and a sentence for people.</summary>
internal static class RunChange
{
    public static async Task<int> Order(CoordinatorGate coordinator, CommandCall call, Func<RunId, RunProtocol.RunOrder> order)
    {
        var run = await RunName.Resolve(coordinator, call);
        var changed = await coordinator.Ask<RunProtocol.RunChanged>(order(run), call.Disconnected);
        await call.To.Data(call.WantsJson ? ViewJson.Of(new RunReceipt(changed.Run, changed.How)) : $"{changed.Run} {changed.How}: {changed.Note}");
        return ExitCode.Done;
    }

    /// <param name="verb">What is done to the run: <c>pause</c>.</param>
    public static async Task<Rehearsal> Rehearse(CoordinatorGate coordinator, CommandCall call, string verb, Func<RunId, RunProtocol.RunOrder> order)
    {
        var run = await RunName.Resolve(coordinator, call);
        var changed = await coordinator.Ask<RunProtocol.RunChanged>(new RunProtocol.Rehearse(order(run)), call.Disconnected);
        return new Rehearsal($"{verb} run {run}: {changed.Note}", run);
    }
}
