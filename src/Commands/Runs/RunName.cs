using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Commands.Runs;

/// <summary>How people name a run: its id, a beginning of it that no other run has, its name where no other run has it, or <c>last</c>.</summary>
internal static class RunName
{
    private const int MostShown = 5;

    public static readonly ArgumentDescription Argument = new("RUN", "a run's id, a beginning of it or a name that only one run has, or 'last'.");

    public static Task<RunId> Resolve(CoordinatorGate coordinator, CommandCall call) =>
        Resolve(coordinator, call.Arguments.Argument(Argument.Name), call.Disconnected);

    /// <exception cref="CommandRefusedException">No run, or more than one.</exception>
    public static async Task<RunId> Resolve(CoordinatorGate coordinator, string name, CancellationToken cancellation) =>
        The(await coordinator.Ask<RunsFound>(new RunProtocol.FindRun(name), cancellation), name).Run;

    /// <exception cref="CommandRefusedException">No run, or more than one.</exception>
    public static RunSummary The(RunsFound found, string name)
    {
        if (found.Exact is { } exact)
            return exact;
        if (name == RunsFound.Last)
            throw new CommandRefusedException("There is no run yet. 'run submit FILE' starts one.");
        return found.Beginnings switch
        {
            1 => found.Beginning[0],
            0 when found.Calleds == 1 => found.Called[0],
            0 => throw new CommandRefusedException($"There is no run {name}. {Instead(found)}"),
            _ => throw new CommandRefusedException(
                $"{name} is the beginning of {found.Beginnings} runs "
                + $"({string.Join(", ", found.Beginning.Take(MostShown).Select(run => run.Run))}{(found.Beginnings > MostShown ? ", …" : "")}). "
                + "Type more of it."),
        };
    }

    /// <summary>Names are free, so several runs may have one: then it is answered with their ids, the newest first, and names no run.</summary>
    private static string Instead(RunsFound found) => found.Calleds == 0 ? "'run list' shows them all."
        : $"That is the name of {string.Join(", ", found.Called.Take(MostShown).Select(run => run.Run))}{(found.Calleds > MostShown ? ", …" : "")}: type an "
        + "id, or the beginning of one.";
}
