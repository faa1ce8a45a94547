using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Runs;

internal sealed class RunWait(CoordinatorGate coordinator, RunFollower follower) : ICommand
{
    public CommandDescription Description { get; } = new(
        "run", "wait", "Waits in silence until a run ends; its outcome is the exit code.", [RunName.Argument], []);

    public async Task<int> Execute(CommandCall call) => await follower.Follow(call, await RunName.Resolve(coordinator, call), aloud: false);
}
