using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Runs;

/// <param name="lookEvery">The pause between two questions about how far it is.</param>
internal sealed class RunVerify(CoordinatorGate coordinator, TimeProvider clock, TimeSpan lookEvery) : ICommand
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);

    public CommandDescription Description { get; } = new(
        "run", "verify", "Compares every file of a run with its journal: hashes, copies, inputs, the split and its coverage. Damage is exit code 1.",
        [RunName.Argument], []);

    public async Task<int> Execute(CommandCall call)
    {
        var question = new RunProtocol.VerifyRun(await RunName.Resolve(coordinator, call), Guid.NewGuid().ToString("N"));
        var (saidAt, verification) = (clock.GetTimestamp(), await coordinator.Ask<RunVerification>(question, call.Disconnected));
        while (!verification.IsFinished)
        {
            if (clock.GetElapsedTime(saidAt) > SayEvery)
            {
                await call.To.Message(VerificationText.Progress(verification));
                saidAt = clock.GetTimestamp();
            }
            await Task.Delay(lookEvery, clock, call.Disconnected);
            if (call.Stopping.IsCancellationRequested)
                throw new ClusterUnreachableException("The seed that was asked is stopping. Ask another one.");
            verification = await coordinator.Ask<RunVerification>(question, call.Disconnected);
        }
        await call.To.Data(call.WantsJson ? ViewJson.Of(verification) : VerificationText.Of(verification));
        return verification.IsWhole ? ExitCode.Done : ExitCode.RunFailed;
    }
}
