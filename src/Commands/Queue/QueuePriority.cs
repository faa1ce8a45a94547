using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Queue;

internal sealed class QueuePriority(CoordinatorGate coordinator) : IChange
{
    private static readonly ArgumentDescription Priority = new("PRIORITY", $"{RunPriority.Allowed}; the higher the sooner.");

    public CommandDescription Description { get; } = new(
        "queue", "priority", "Changes the priority of a run, and takes back a place that 'queue move' gave it; what runs goes on.",
        [RunName.Argument, Priority], [], CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call) => RunChange.Rehearse(coordinator, call, "change the priority of", Order(call));

    public Task<int> Execute(CommandCall call) => RunChange.Order(coordinator, call, Order(call));

    private static Func<RunId, RunProtocol.RunOrder> Order(CommandCall call)
    {
        var priority = Read("queue priority", call.Arguments.Argument(Priority.Name));
        return run => new QueueProtocol.PrioritizeRun(run, priority);
    }

    /// <exception cref="UsageException">It is none.</exception>
    public static int Read(string command, string text) => RunPriority.TryParse(text, out var priority)
        ? priority
        : throw new UsageException($"{command}: '{text}' is no priority. It is {RunPriority.Allowed}.{NearestName.Hint(text, ["low", "normal", "high"])}");
}
