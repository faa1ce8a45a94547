using System.Globalization;
using AxSpa.Commands.Cluster;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

internal sealed class RunList(CoordinatorGate coordinator, Banner banner, TimeProvider clock) : ICommand
{
    /// <summary>Without a wish: what fits a window or two, and one answer of the coordinator.</summary>
    private const int Newest = 50;

    private const string State = "--state", Limit = "--limit", All = "--all";

    public CommandDescription Description { get; } = new(
        "run", "list", $"Lists the {Newest} newest runs in the order of their submission, and says how many older ones there are.", [],
        [
            new SwitchDescription(State, "Only runs in this state.", "STATE", [.. Enum.GetValues<RunStatus>().Select(PlainText.Word), RunSummary.Refused]),
            new SwitchDescription(Limit, $"So many of the newest instead of {Newest}.", "N"),
            new SwitchDescription(All, "Every run, however many there are."),
        ]);

    public async Task<int> Execute(CommandCall call)
    {
        var wanted = call.Arguments.ValueOf(State);
        // On the wire a run that was refused is a failed one, as earlier versions know it.
        RunStatus? status = wanted switch
        {
            null => null,
            RunSummary.Refused => RunStatus.Failed,
            _ => Enum.GetValues<RunStatus>().First(state => PlainText.Word(state) == wanted),
        };
        var (runs, older) = await coordinator.Newest(Most(call), status, call.Disconnected, status == RunStatus.Failed ? wanted == RunSummary.Refused : null);
        await call.To.Data(call.WantsJson ? ViewJson.Of(runs) : RunText.List(runs, clock.GetUtcNow()));
        if (older > 0)
            await call.To.Message($"{PlainText.Count(older, "older run")} not shown: {Limit} N shows more, {All} shows all.");
        await banner.Show(call);
        return ExitCode.Done;
    }

    private static int Most(CommandCall call)
    {
        var limit = call.Arguments.ValueOf(Limit);
        if (call.Arguments.Has(All))
            return limit is null ? int.MaxValue : throw new UsageException($"run list: {Limit} or {All}, not both.");
        return limit is null ? Newest
            : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most
            : throw new UsageException($"run list: {Limit} {limit} is no number of runs. Write a whole number from 1.");
    }
}
