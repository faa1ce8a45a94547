using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Queue;

internal sealed class QueueMove(CoordinatorGate coordinator) : IChange
{
    private static readonly SwitchDescription
        First = new("--first", "Before all runs of its priority."),
        Last = new("--last", "After all runs of its priority."),
        Before = new("--before", "Before this run, which has the same priority.", RunName.Argument.Name);

    public CommandDescription Description { get; } = new(
        "queue", "move", "Gives a run a place among those of its priority, before any sharing; 'queue priority' takes it back.",
        [RunName.Argument], [First, Last, Before], CommandEffect.Changes);

    public async Task<Rehearsal> Rehearse(CommandCall call) => await RunChange.Rehearse(coordinator, call, "move", await Order(call));

    public async Task<int> Execute(CommandCall call) => await RunChange.Order(coordinator, call, await Order(call));

    private async Task<Func<RunId, RunProtocol.RunOrder>> Order(CommandCall call)
    {
        var before = call.Arguments.ValueOf(Before.Name);
        var places = new[] { (call.Arguments.Has(First.Name), QueuePlace.First), (call.Arguments.Has(Last.Name), QueuePlace.Last),
            (before is not null, QueuePlace.Before) }
            .Where(place => place.Item1).Select(place => place.Item2).ToList();
        if (places.Count != 1)
            throw new UsageException($"queue move: say one of {First.Name}, {Last.Name} and {Before.Name} RUN.\nUsage: {Description.Usage}");
        var anchor = before is null ? (RunId?)null
            : await RunName.Resolve(coordinator, before, call.Disconnected);
        return run => new QueueProtocol.MoveRun(run, places[0], anchor);
    }
}
