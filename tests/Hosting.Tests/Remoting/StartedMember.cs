using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AxSpa.Hosting.Tests.Remoting;

/// <summary>A real member on a port of loopback, with a singleton on the role coordinator and the way to it.</summary>
internal sealed class StartedMember : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Said _said = new();

    /// <param name="seeds">None: it is the one seed.</param>
    public StartedMember(string role, MemberKeys? keys, params string[] seeds) : this(role, keys, 0, seeds) { }

    /// <param name="port">0: a free one.</param>
    public StartedMember(string role, MemberKeys? keys, int port, params string[] seeds) : this(Options(role, keys, port, seeds)) { }

    public StartedMember(ClusterNodeOptions options)
    {
        var role = options.Roles[0];
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(_said);
        builder.Services.AddAkka(ClusterNodeOptions.SystemName, (akka, _) =>
        {
            akka.ConfigureLoggers(loggers => { loggers.ClearLoggers(); loggers.AddLoggerFactory(); loggers.LogLevel = Akka.Event.LogLevel.WarningLevel; })
                .AddClusterNode(options, null).WithCoordinatorProxy();
            if (role == Roles.Coordinator)
                akka.WithSingleton<Singleton>(
                    CoordinatorSingleton.Name, Props.Create(() => new Singleton()), CoordinatorSingleton.Options, createProxyToo: false);
        });
        _host = builder.Build();
        _host.Start();
        Seeds = options.Seeds[0];
    }

    private static ClusterNodeOptions Options(string role, MemberKeys? keys, int port, string[] seeds)
    {
        var options = new ClusterNodeOptions { Roles = [role], Keys = keys, Seeds = [.. seeds], Host = "127.0.0.1" };
        if (seeds.Length > 0)
            return options;
        options = options with { Port = port > 0 ? port : FreePort.Next() };
        return options with { Seeds = [$"127.0.0.1:{options.Port}"] };
    }

    public string Seeds { get; }

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public Cluster Cluster => Cluster.Get(System);

    public int Port => Cluster.SelfAddress.Port!.Value;

    public int MembersUp => Cluster.State.Members.Count(member => member.Status == MemberStatus.Up);

    public string Log => string.Join('\n', _said.Lines);

    /// <summary>As a member's log has it.</summary>
    public string PlainLog => string.Join('\n', _said.Lines.Select(AkkaWords.Plain));

    public Task Says(string words) => Until(() => Log.Contains(words, StringComparison.Ordinal), () => $"it said '{words}'. It said:\n{Log}");

    public IActorRef Proxy => _host.Services.GetRequiredService<ActorRegistry>().Get<CoordinatorKey>();

    /// <summary>The singleton answers, wherever it lives.</summary>
    public async Task AsksTheSingleton() => Assert.IsType<RunProtocol.RunList>(await Proxy.Ask<object>(new RunProtocol.ListRuns(), TimeSpan.FromSeconds(30)));

    public async ValueTask DisposeAsync()
    {
        // No leave: what is tested is over.
        await System.Terminate();
        _host.Dispose();
    }

    public static async Task Until(Func<bool> holds, Func<string> what)
    {
        for (var until = DateTime.UtcNow.AddSeconds(60); !holds();)
        {
            Assert.True(DateTime.UtcNow < until, $"waited a minute: {what()}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Singleton : ReceiveActor
    {
        public Singleton() => Receive<RunProtocol.ListRuns>(_ => Sender.Tell(new RunProtocol.RunList([])));
    }

    private sealed class Said : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string category) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? trouble, Func<TState, Exception?, string> format) =>
            Lines.Enqueue(format(state, trouble));

        public void Dispose() { }
    }
}
