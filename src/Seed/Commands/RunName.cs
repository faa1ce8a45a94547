using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Seed.Commands;

/// <summary>How people name a run: its id, a beginning of it that no other run has, or <c>last</c>.</summary>
internal static class RunName
{
    public const string Last = "last";

    private const int MostShown = 5;

    public static readonly ArgumentDescription Argument = new("RUN", "a run's id, a beginning of it that only one run has, or 'last'.");

    public static async Task<RunId> Resolve(CoordinatorGate coordinator, CommandCall call)
    {
        var known = await coordinator.Ask<RunProtocol.RunList>(new RunProtocol.ListRuns(), call.Disconnected);
        return Among([.. known.Runs], call.Arguments.Argument(Argument.Name));
    }

    /// <exception cref="CommandRefusedException">No run, or more than one.</exception>
    public static RunId Among(IReadOnlyList<RunSummary> runs, string name)
    {
        if (name == Last)
            return runs.MaxBy(run => run.SubmittedAt)?.Run ?? throw new CommandRefusedException("There is no run yet. 'run submit FILE' starts one.");
        if (runs.FirstOrDefault(run => run.Run.Value == name) is { } exact)
            return exact.Run;
        var matching = runs.Where(run => run.Run.Value.StartsWith(name, StringComparison.Ordinal)).Select(run => run.Run).ToList();
        return matching.Count switch
        {
            1 => matching[0],
            0 => throw new CommandRefusedException($"There is no run {name}. {Instead(runs, name)}"),
            _ => throw new CommandRefusedException(
                $"{name} is the beginning of {matching.Count} runs ({string.Join(", ", matching.Take(MostShown))}{(matching.Count > MostShown ? ", …" : "")}). Type more of it."),
        };
    }

    /// <summary>Names are free, so several runs may have one: it is answered with their ids, the newest first, and names no run.</summary>
    private static string Instead(IReadOnlyList<RunSummary> runs, string name)
    {
        var called = runs.Where(run => run.Name == name).OrderByDescending(run => run.SubmittedAt).Select(run => run.Run).ToList();
        return called.Count == 0 ? "'run list' shows them all."
            : $"That is the name of {string.Join(", ", called.Take(MostShown))}{(called.Count > MostShown ? ", …" : "")}: type an id, or the beginning of one.";
    }
}
