using System.Net.Sockets;
using System.Text;
using AxSpa.Commands.Access;
using AxSpa.Seed.CommandHost;
using AxSpa.Shared.Pbm;
using AxSpa.Support;

namespace AxSpa.Pbm.Tests.EndToEnd;

/// <summary>A command host on a free port of loopback, over a fake coordinator, with the real client in front of it.</summary>
internal sealed class ServedRoom : IAsyncDisposable
{
    private readonly CommandPort _port;
    private readonly CommandServer _server;

    public ServedRoom(CommandLimits? limits = null, TimeSpan? answerWithin = null, int port = 0, CommandAccess? access = null)
    {
        access ??= new CommandAccess { Audit = AuditLog.Nowhere };
        _port = CommandPort.Open($"{port}")!;
        Room = new CommandRoom(access.Audit, answerWithin, null, Hung, new BrokenCommand());
        Number = _port.Number;
        _server = new CommandServer(_port, Room.Dispatcher, access, limits ?? new CommandLimits(), TimeProvider.System);
        _server.Start();
    }

    public CommandRoom Room { get; }

    public HungCommand Hung { get; } = new();

    public FakeCluster Cluster => Room.Cluster;

    public int Number { get; }

    public string Address => $"127.0.0.1:{Number}";

    public Task<Shown> Pbm(params string[] args) => Shown.By([Address, .. args]);

    /// <summary>A connection without our client.</summary>
    public async Task<NetworkStream> Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", Number, TestContext.Current.CancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<string> ReadToEnd(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public Task Stop() => _server.Stop();

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Room.DisposeAsync();
    }
}

/// <summary>What a person saw of one use of pbm.</summary>
internal sealed record Shown(int Exit, string Out, string Err)
{
    public static Task<Shown> By(params string[] args) => By(args, "", interruption: null);

    public static async Task<Shown> By(string[] args, string input, Interruption? interruption)
    {
        using var own = new Interruption();
        var (data, messages) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        using var console = new PbmConsole(new StringReader(input), data, messages, isInteractive: false);
        var exit = await PbmProgram.Run(args, console, interruption ?? own);
        return new Shown(exit, data.ToString(), messages.ToString());
    }
}
