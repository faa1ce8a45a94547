using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Commands;
using AxSpa.Commands.Access;
using AxSpa.Commands.Nodes;
using AxSpa.Commands.Runs;
using AxSpa.Pbm;
using AxSpa.Shared.Pbm;

namespace AxSpa.Support;

/// <summary>All commands over a fake coordinator, without a network.</summary>
internal sealed class CommandRoom : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = ActorSystem.Create("room", "akka { loglevel = WARNING, stdout-loglevel = WARNING }");

    /// <param name="answerWithin">Long, so that a busy machine does not look like a silent coordinator; short where silence is the subject.</param>
    /// <param name="patience">Of a watch with a silent coordinator.</param>
    public CommandRoom(TimeSpan? answerWithin = null, TimeSpan? patience = null,
        params ICommand[] more) : this(AuditLog.Nowhere, answerWithin, patience, more) { }

    public CommandRoom(AuditLog audit, TimeSpan? answerWithin, TimeSpan? patience, params ICommand[] more)
    {
        var coordinator = new CoordinatorGate(_system.ActorOf(Props.Create(() => new FakeCluster.Coordinator(Cluster))), answerWithin ?? Long, Clock);
        var follower = new RunFollower(coordinator, Clock, TimeSpan.FromMilliseconds(1), patience ?? Long);
        Dispatcher = new CommandDispatcher(new CommandServices(coordinator, coordinator, follower, Membership, NodeFileClient, Clock), audit, more);
    }

    public FakeCluster Cluster { get; } = new();

    public CommandDispatcher Dispatcher { get; }

    public FakeMembership Membership { get; } = new();

    public FakeNodeFiles NodeFileClient { get; } = new();

    public StoppedClock Clock { get; } = new();

    /// <summary>The real time, unless a test stops it.</summary>
    public sealed class StoppedClock : TimeProvider
    {
        /// <summary>Set: time stands still.</summary>
        public DateTimeOffset? Now { get; set; }

        /// <summary>Set: whoever waits by this clock waits a hundredth as long.</summary>
        public bool Hurries { get; set; }

        public override DateTimeOffset GetUtcNow() => Now ?? base.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Hurries && dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }

    public Task<Said> Run(string line, params LocalFile[] files) => Dispatch(line, [.. files], CancellationToken.None);

    /// <summary>The same in a process that was told to stop.</summary>
    public Task<Said> RunWhileStopping(string line) => Dispatch(line, [], new CancellationToken(true));

    /// <summary>Who gives the commands.</summary>
    public Caller Caller { get; set; } = Caller.OfThisMachine("127.0.0.1");

    private async Task<Said> Dispatch(string line, ImmutableArray<LocalFile> files, CancellationToken stopping)
    {
        var said = new Said();
        var request = CommandLine.ReadWords(CommandWords.Split(line), PbmAddress.Default, OutputFormat.Table).ToRequest(files, receives: true);
        said.Exit = await Dispatcher.Run(request, Caller, said, TestContext.Current.CancellationToken, stopping);
        return said;
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();
}

/// <summary>What a command said.</summary>
internal sealed class Said : ICommandOutput
{
    private readonly List<string> _data = [];
    private readonly List<string> _messages = [];

    public string Out => string.Join('\n', _data);

    public string Err => string.Join('\n', _messages);

    public int? Exit { get; set; }

    /// <summary>Files that were sent whole, by name.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    private readonly MemoryStream _file = new();
    private string _name = "";

    public Task Begin(string name)
    {
        (_name, _) = (name, _file.Seek(0, SeekOrigin.Begin));
        _file.SetLength(0);
        return Task.CompletedTask;
    }

    public Task Part(byte[] bytes) => _file.WriteAsync(bytes).AsTask();

    public Task End(long bytes, string sha256)
    {
        Files[_name] = _file.ToArray();
        Assert.Equal(bytes, _file.Length);
        return Task.CompletedTask;
    }

    public Task Data(string text)
    {
        _data.Add(text);
        return Task.CompletedTask;
    }

    public Task Message(string text)
    {
        _messages.Add(text);
        return Task.CompletedTask;
    }

    /// <summary>What a person would be asked.</summary>
    public PbmQuestion? Asked { get; private set; }

    public Task Question(PbmQuestion question, string otherwise)
    {
        Asked = question;
        return Message(otherwise);
    }
}
