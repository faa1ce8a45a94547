using AxSpa.Commands;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm.Tests.EndToEnd;

/// <summary>A command that goes on until its client is gone, as watching a long run does.</summary>
internal sealed class HungCommand : ICommand
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommandDescription Description { get; } = new("test", "hang", "Hangs.", [], []);

    public Task Begun => _begun.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public Task Ended => _ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public async Task<int> Execute(CommandCall call)
    {
        await call.To.Data("hanging");
        _begun.SetResult();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Disconnected, call.Stopping);
        try
        {
            await Task.Delay(Timeout.Infinite, either.Token);
        }
        finally
        {
            _ended.SetResult();
        }
        return ExitCode.Done;
    }
}

internal sealed class BrokenCommand : ICommand
{
    public CommandDescription Description { get; } = new("test", "break", "Breaks.", [], []);

    public Task<int> Execute(CommandCall call) => throw new InvalidOperationException("a defect of ours");
}
