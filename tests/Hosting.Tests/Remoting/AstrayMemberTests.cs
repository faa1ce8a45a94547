using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Hosting.Tests.Remoting;

/// <summary>Two real members on plain TCP, as on one machine.</summary>
public sealed class PlainCluster : IAsyncLifetime
{
    internal StartedMember Seed { get; private set; } = null!;

    internal StartedMember Coordinator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Seed = new StartedMember(Roles.Seed, null);
        Coordinator = new StartedMember(Roles.Coordinator, null, Seed.Seeds);
        await StartedMember.Until(() => Seed.MembersUp == 2, () => $"the two members were up. {Seed.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await Coordinator.DisposeAsync();
        await Seed.DisposeAsync();
    }
}

/// <summary>What a peer can do that is connected already, whatever settings it has: ask, and nothing else.</summary>
public sealed class AstrayMemberTests(PlainCluster cluster) : IClassFixture<PlainCluster>, IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>Of the same name as our systems and without their settings: it sends anything.</summary>
    private readonly ActorSystem _peer = Unguarded();
    private readonly StartedMember _seed = cluster.Seed, _coordinator = cluster.Coordinator;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _peer.Terminate();

    private static ActorSystem Unguarded() => ActorSystem.Create(ClusterNodeOptions.SystemName, ConfigurationFactory.ParseString("""
        akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }
        akka.actor.serializers.axspa = "AxSpa.Hosting.Wire.WireSerializer, AxSpa.Hosting"
        akka.actor.serialization-bindings { "AxSpa.Shared.Wire.IWireMessage, AxSpa.Shared" = axspa }
        """));

    private string OfCoordinator(string path) => $"{_coordinator.Cluster.SelfAddress}{path}";

    private async Task<IActorRef> Singleton(ActorSystem asking)
    {
        await _seed.AsksTheSingleton(); // so that there is one
        return (await asking.ActorSelection(OfCoordinator("/user/coordinator/coordinator")).Ask<ActorIdentity>(new Identify(1), Long, Cancellation)).Subject;
    }

    private Task Says(string words) => _coordinator.Says(words);

    [Theory]
    [InlineData("PP")]
    [InlineData("K")]
    public async Task It_cannot_end_an_actor(string manifest)
    {
        var singleton = await Singleton(_peer);
        singleton.Tell(manifest == "K" ? Kill.Instance : PoisonPill.Instance);
        // On the same connection, so later.
        Assert.IsType<RunProtocol.RunList>(await singleton.Ask<object>(new RunProtocol.ListRuns(), Long, Cancellation));
        await Says($"'{manifest}' of Akka's own was refused");
    }

    [Fact]
    public async Task It_cannot_suspend_or_end_an_actor_by_a_system_message()
    {
        var singleton = (IInternalActorRef)await Singleton(_peer);
        singleton.SendSystemMessage(new Suspend());
        singleton.SendSystemMessage(new Terminate());
        // Such messages are acknowledged one by one; one that cannot be read ends the connection with this peer.
        await Says("A system message (Suspend) of a peer was refused");
        await _seed.AsksTheSingleton();
    }

    [Fact]
    public async Task It_finds_no_actor_that_is_not_meant_to_be_found()
    {
        _coordinator.System.ActorOf(Props.Create(() => new Echo()), "private");
        var inbox = Inbox.Create(_peer);
        _peer.ActorSelection(OfCoordinator("/user/private")).Tell(new RunProtocol.ListRuns(), inbox.Receiver);
        _peer.ActorSelection(OfCoordinator("/user/*")).Tell(new RunProtocol.ListRuns(), inbox.Receiver);
        // What is asked after it on the same connection is answered, and first.
        _peer.ActorSelection(OfCoordinator("/user/desk")).Tell(new NodeFileProtocol.ReadFiles(new("r"), []), inbox.Receiver);
        Assert.IsType<RunProtocol.Refused>(await inbox.ReceiveAsync(Long));
    }

    /// <summary>Each makes an object of a type that the bytes name where nothing guards it; that is looked at too, so this can fail.</summary>
    [Theory]
    [InlineData("message")]
    [InlineData("exception")]
    [InlineData("deployment")]
    public async Task Nothing_of_a_type_that_a_peer_names_is_made(string kind)
    {
        using var unguarded = Unguarded();
        unguarded.ActorOf(Props.Create(() => new Echo()), "open");
        var victim = ((ExtendedActorSystem)unguarded).Provider.DefaultAddress;
        var open = await _peer.ActorSelection($"{victim}/user/open").Ask<ActorIdentity>(new Identify(1), Long, Cancellation);
        Assert.NotEqual(0, await MadeBy(kind, open.Subject, victim, new RunProtocol.RunList([])));
        Assert.Equal(0, await MadeBy(kind, await Singleton(_peer), _coordinator.Cluster.SelfAddress, new RunProtocol.ListRuns()));
        await _seed.AsksTheSingleton();
    }

    /// <returns>How many objects were made at the other side.</returns>
    private async Task<int> MadeBy(string kind, IActorRef target, Address at, object question)
    {
        object? foreign = kind switch { "message" => new Foreign { Name = "x" }, "exception" => new Status.Failure(new ForeignException()), _ => null };
        Made.Count = 0;
        if (foreign is not null)
            target.Tell(foreign);
        else
            _peer.ActorOf(Props.Create(() => new Foreigner()).WithDeploy(new Deploy(new RemoteScope(at)))).Tell(question);
        await target.Ask<object>(question, Long, Cancellation); // on the same connection, so later
        // An actor that was ordered is made by then, or a moment later.
        for (var look = 0; look < 20 && Made.Count == 0 && kind == "deployment"; look++)
            await Task.Delay(20, Cancellation);
        return Made.Count;
    }

    [Fact]
    public async Task Death_watch_works_between_members()
    {
        var path = _coordinator.System.ActorOf(Props.Create(() => new Echo()), "watched").Path.ToSerializationFormatWithAddress(
            _coordinator.Cluster.SelfAddress);
        var watched = ((ExtendedActorSystem)_seed.System).Provider.ResolveActorRef(path);
        var heard = new ConcurrentQueue<object>();
        _seed.System.ActorOf(Props.Create(() => new Watcher(watched, heard)));
        // Heartbeats of the watch must arrive too, or the watcher would hear of a death that was none.
        await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        Assert.Empty(heard);
        watched.Tell(new RunProtocol.ListNodes()); // has it stop
        await StartedMember.Until(() => heard.OfType<Terminated>().Any(), () => "the watcher was told");
    }

    [Fact]
    public async Task A_member_joins_though_its_first_attempts_found_nobody()
    {
        var port = FreePort.Next();
        await using var node = new StartedMember(Roles.Gpu, null, $"127.0.0.1:{port}");
        await StartedMember.Until(
            () =>
                node.Log.Contains($"No cluster lets this process in yet; it goes on asking 127.0.0.1:{port} (no answer). A new cluster is "
                    + $"begun by 127.0.0.1:{port}.",
                    StringComparison.Ordinal),
            () => $"it said what it waits for. {node.Log}");
        await using var late = new StartedMember(Roles.Seed, null, port);
        await StartedMember.Until(() => late.MembersUp == 2, () => $"it joined. {node.Log}");
    }

    [Fact]
    public async Task A_member_with_keys_cannot_join_and_both_sides_say_why()
    {
        using var keys = new MadeKeys("127.0.0.1");
        await using var stranger = new StartedMember(Roles.Gpu, keys.Of(CertificateRole.GpuNode), _seed.Seeds);
        await stranger.Says("it hangs up at the first word of TLS, as a member does that speaks plain TCP");
        await StartedMember.Until(() => _seed.PlainLog.Contains("was closed: it speaks TLS, this process plain TCP", StringComparison.Ordinal),
            () => $"the seed said so.\n{_seed.Log}");
        Assert.Equal(2, _seed.Cluster.State.Members.Count);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo()
        {
            Receive<RunProtocol.ListNodes>(_ => Context.Stop(Self));
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched, ConcurrentQueue<object> heard)
        {
            Context.Watch(watched);
            Receive<Terminated>(heard.Enqueue);
        }
    }

    private static class Made
    {
        public static int Count;
    }

    private sealed class Foreign
    {
        public Foreign() => Interlocked.Increment(ref Made.Count);

        public string Name { get; set; } = "";
    }

    private sealed class ForeignException : Exception
    {
        public ForeignException() => Interlocked.Increment(ref Made.Count);

#pragma warning disable SYSLIB0051 // Akka makes exceptions of others with it.
        private ForeignException(
            System.Runtime.Serialization.SerializationInfo info, System.Runtime.Serialization.StreamingContext context) : base(info, context) =>
            Interlocked.Increment(ref Made.Count);
#pragma warning restore SYSLIB0051
    }

    private sealed class Foreigner : ReceiveActor
    {
        public Foreigner() => Interlocked.Increment(ref Made.Count);
    }
}
