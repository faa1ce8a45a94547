using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using AxSpa.Commands;
using AxSpa.Commands.Access;
using AxSpa.Shared.Pbm;

namespace AxSpa.Seed.CommandHost;

/// <summary>One connection: one request, its answers, the end. A client that goes away ends its command.</summary>
/// <param name="stream">Over the socket, with TLS or without; it owns it.</param>
internal sealed class CommandConnection(Socket socket, Stream stream, CommandLimits limits, TimeProvider clock) : ICommandOutput
{
    private readonly SemaphoreSlim _writing = new(1);

    public Task Data(string text) => Say(new PbmAnswer(Out: text));

    public Task Message(string text) => Say(new PbmAnswer(Err: text));

    public Task Question(PbmQuestion question, string otherwise) => Say(new PbmAnswer(Err: otherwise, Ask: question));

    public Task Begin(string name) => Say(new PbmAnswer(File: new PbmFile(name)));

    public Task Part(byte[] bytes) => Say(new PbmAnswer(Part: bytes));

    public Task End(long bytes, string sha256) => Say(new PbmAnswer(End: new PbmFileEnd(bytes, sha256)));

    /// <summary>Serves the connection to its end. Throws nothing that a client can cause.</summary>
    /// <param name="place">Among strangers: given back as soon as it is known who this is.</param>
    /// <param name="free">Places for commands.</param>
    public async Task Serve(CommandDispatcher dispatcher, CommandGuard guard, IDisposable place, SemaphoreSlim free, CancellationToken stopping)
    {
        using var gone = new CancellationTokenSource();
        var (isServed, absence, pulse) = (false, Task.CompletedTask, Task.CompletedTask);
        try
        {
            if (await ReadRequest(stopping) is not { } request || await Admit(guard, request) is not { } caller)
                return;
            place.Dispose();
            if (!(isServed = free.Wait(0, CancellationToken.None)))
            {
                await TurnAway($"{limits.Connections} commands are being served already. Try again later.", ExitCode.CannotReachCluster);
                return;
            }
            absence = NoticeAbsence(gone);
            pulse = SayStillHere(gone);
            var exit = await dispatcher.Run(request, caller, this, gone.Token, stopping);
            await Say(new PbmAnswer(Exit: exit));
            await gone.CancelAsync();
            await Task.WhenAll(absence, pulse);
            await Close();
        }
        catch (Exception trouble) when (trouble is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or this process ends: nobody is left to be told.
        }
        catch (Exception defect)
        {
            await TurnAway($"The command host failed at this command ({defect.GetType().Name}): {defect.Message}", ExitCode.RunFailed);
        }
        finally
        {
            place.Dispose();
            if (isServed)
                free.Release();
            await gone.CancelAsync();
            // Both use what is disposed of now; how they ended is known or does not matter.
            await Task.WhenAll(absence, pulse).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await stream.DisposeAsync();
        }
    }

    /// <summary>Tells the client why it is not served, and ends the connection.</summary>
    private async Task TurnAway(string reason, int exit)
    {
        try
        {
            await Message(reason);
            await Say(new PbmAnswer(Exit: exit));
            await Close();
        }
        catch (Exception trouble) when (trouble is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    /// <returns>Null when there is none: the client was told why, if it is still there.</returns>
    private async Task<PbmRequest?> ReadRequest(CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(limits.RequestWithin, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            var line = await new FrameReader(stream, limits.RequestBytes).ReadLine(ending.Token);
            return line is { } bytes ? PbmJson.ReadRequest(bytes.Span) : null;
        }
        catch (FrameException trouble)
        {
            await TurnAway($"The command was not understood: {trouble.Message}", ExitCode.Refused);
            return null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            await TurnAway($"No command came within {limits.RequestWithin.TotalSeconds:0.#} s.", ExitCode.Refused);
            return null;
        }
    }

    /// <returns>Null: it is nobody who may command this cluster, and was told so.</returns>
    private async Task<Caller?> Admit(CommandGuard guard, PbmRequest request)
    {
        try
        {
            return guard.Admit(request, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        }
        catch (NotAllowedException refused)
        {
            await TurnAway(refused.Message, ExitCode.NotAllowed);
            return null;
        }
    }

    private async Task Say(PbmAnswer answer)
    {
        using var late = new CancellationTokenSource(limits.AnswerTakenWithin, clock);
        await _writing.WaitAsync(late.Token);
        try
        {
            await stream.WriteAsync(PbmJson.Write(answer), late.Token);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>A client says nothing after its request, so whatever comes now, or an end, means that it is gone.</summary>
    private async Task NoticeAbsence(CancellationTokenSource gone)
    {
        try
        {
            _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, gone.Token);
        }
        catch (Exception trouble) when (trouble is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
        await gone.CancelAsync();
    }

    /// <summary>So that a client tells a quiet run from a dead host, and this host a quiet client from a dead one.</summary>
    private async Task SayStillHere(CancellationTokenSource gone)
    {
        try
        {
            using var timer = new PeriodicTimer(PbmAnswer.StillHereEvery, clock);
            while (await timer.WaitForNextTickAsync(gone.Token))
                await Say(PbmAnswer.StillHere);
        }
        catch (Exception trouble) when (trouble is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await gone.CancelAsync();
        }
    }

    /// <summary>
    /// Ends the sending side and reads away what is still on its way: closing over unread bytes would reset the connection and lose the last line.
    /// </summary>
    private async Task Close()
    {
        if (stream is SslStream encrypted)
            await encrypted.ShutdownAsync();
        socket.Shutdown(SocketShutdown.Send);
        using var enough = new CancellationTokenSource(limits.Goodbye, clock);
        var rest = new byte[1 << 14];
        while (await stream.ReadAsync(rest, enough.Token) > 0)
        {
        }
    }
}
