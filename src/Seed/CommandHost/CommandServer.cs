using System.Collections.Concurrent;
using System.Net.Sockets;
using AxSpa.Shared.Pbm;

namespace AxSpa.Seed.CommandHost;

/// <summary>Accepts the connections of pbm clients and serves each by itself.</summary>
internal sealed class CommandServer(CommandPort port, CommandDispatcher dispatcher, CommandLimits limits, TimeProvider clock)
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _serving = new();
    private Task _accepting = Task.CompletedTask;

    public void Start() => _accepting = Accept();

    /// <summary>Takes no more connections, lets commands that follow a run take a last look, and waits for them.</summary>
    public async Task Stop()
    {
        await _stopping.CancelAsync();
        port.Dispose();
        await _accepting;
        await Task.WhenAll(_serving.Keys);
    }

    private async Task Accept()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var connection = new CommandConnection(await port.Accept(_stopping.Token), limits, clock);
                Keep(_serving.Count < limits.Connections
                    ? connection.Serve(dispatcher, _stopping.Token)
                    : connection.TurnAway($"{limits.Connections} commands are being served already. Try again later.", ExitCode.CannotReachCluster));
            }
            catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // One connection that broke while it was accepted, or too many open files: the next one may do better.
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private void Keep(Task serving)
    {
        _serving[serving] = true;
        _ = serving.ContinueWith(done => _serving.TryRemove(done, out _), TaskScheduler.Default);
    }
}
