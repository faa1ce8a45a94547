using System.Globalization;
using AxSpa.Commands.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Queue;

internal sealed class QueueLimit(CoordinatorGate coordinator) : IChange
{
    private const int Most = 10_000;
    private static readonly ArgumentDescription Slots = new("SLOTS", "a number from 1, or none.");

    public CommandDescription Description { get; } = new(
        "queue", "limit", "Limits how many slots a run uses at once; what runs beyond that goes to its end.", [RunName.Argument, Slots], [],
        CommandEffect.Changes);

    public Task<Rehearsal> Rehearse(CommandCall call) => RunChange.Rehearse(coordinator, call, "limit", Order(call));

    public Task<int> Execute(CommandCall call) => RunChange.Order(coordinator, call, Order(call));

    private static Func<RunId, RunProtocol.RunOrder> Order(CommandCall call)
    {
        var text = call.Arguments.Argument(Slots.Name);
        var most = text == "none" ? (int?)null : Read("queue limit", text);
        return run => new QueueProtocol.LimitRun(run, most);
    }

    /// <exception cref="UsageException">It is no number of slots.</exception>
    public static int Read(string command, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var slots) && slots is >= 1 and <= Most
            ? slots
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"{command}: '{text}' is no number of slots from 1 to {Most}{(command == "queue limit" ? ", and not none" : "")}."));
}
