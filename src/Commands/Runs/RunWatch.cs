using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Runs;

internal sealed class RunWatch(CoordinatorGate coordinator, RunFollower follower) : ICommand
{
    public CommandDescription Description { get; } = new(
        "run", "watch", "Prints a line for each thing that happens to a run, until it ends; its outcome is the exit code.", [RunName.Argument], []);

    public async Task<int> Execute(CommandCall call) => await follower.Follow(call, await RunName.Resolve(coordinator, call), aloud: true);
}
