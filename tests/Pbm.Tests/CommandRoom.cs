using System.Collections.Immutable;
using Akka.Actor;
using AxSpa.Seed.CommandHost;
using AxSpa.Seed.Commands;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm.Tests;

/// <summary>All commands over a fake coordinator, without a network.</summary>
internal sealed class CommandRoom : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = ActorSystem.Create("room", "akka { loglevel = WARNING, stdout-loglevel = WARNING }");

    /// <param name="answerWithin">Long, so that a busy machine does not look like a silent coordinator; short where silence is the subject.</param>
    /// <param name="patience">Of a watch with a silent coordinator.</param>
    public CommandRoom(TimeSpan? answerWithin = null, TimeSpan? patience = null, params ICommand[] more)
    {
        var coordinator = new CoordinatorGate(_system.ActorOf(Props.Create(() => new FakeCluster.Coordinator(Cluster))), answerWithin ?? Long);
        var follower = new RunFollower(coordinator, TimeProvider.System, TimeSpan.FromMilliseconds(1), patience ?? Long);
        Dispatcher = new CommandDispatcher(new CommandDesk(coordinator, coordinator, follower, Membership, TimeProvider.System), more);
    }

    public FakeCluster Cluster { get; } = new();

    public CommandDispatcher Dispatcher { get; }

    public FakeMembership Membership { get; } = new();

    public Task<Said> Run(string line, params LocalFile[] files) => Dispatch(line, [.. files], CancellationToken.None);

    /// <summary>The same in a process that was told to stop.</summary>
    public Task<Said> RunWhileStopping(string line) => Dispatch(line, [], new CancellationToken(true));

    private async Task<Said> Dispatch(string line, ImmutableArray<LocalFile> files, CancellationToken stopping)
    {
        var said = new Said();
        var request = CommandLine.ReadWords(CommandWords.Split(line), PbmAddress.Default, OutputFormat.Table).ToRequest(files);
        said.Exit = await Dispatcher.Run(request, said, TestContext.Current.CancellationToken, stopping);
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
