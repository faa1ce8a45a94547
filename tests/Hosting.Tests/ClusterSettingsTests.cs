using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.SBR;
using Akka.Hosting;
using Akka.Remote;
using AxSpa.Hosting.Wire;
using AxSpa.Shared.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AxSpa.Hosting.Tests;

/// <summary>What <c>ClusterSettings</c> says reaches the running actor system of every role, whatever other pieces of configuration say.</summary>
public sealed class ClusterSettingsTests
{
    /// <summary>A role of a cluster of several processes; the last one is a cluster of its own.</summary>
    public static TheoryData<string> Shapes => [Roles.Seed, Roles.Coordinator, Roles.Gpu, "alone"];

    private static IHost Started(string shape)
    {
        var options = shape == "alone"
            ? new ClusterNodeOptions { Roles = [Roles.Seed, Roles.Coordinator, Roles.Gpu] }
            // A seed that is not there: nothing is joined, and nothing needs to be.
            : new ClusterNodeOptions { Roles = [shape], Seeds = ["127.0.0.1:1"] };
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterNodeOptions.SystemName, (akka, _) => akka
            .ConfigureLoggers(loggers => { loggers.ClearLoggers(); })
            .AddClusterNode(options, null));
        var host = builder.Build();
        host.Start();
        return host;
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task They_arrive(string shape)
    {
        using var host = Started(shape);
        var system = (ExtendedActorSystem)host.Services.GetRequiredService<ActorSystem>();
        var cluster = Cluster.Get(system);
        var (config, settings, isAlone) = (system.Settings.Config, cluster.Settings, shape == "alone");

        // Which side of a partition lives on, and how soon.
        Assert.IsType<SplitBrainResolverProvider>(cluster.DowningProvider);
        var resolver = new SplitBrainResolverSettings(config);
        Assert.Equal("keep-majority", resolver.DowningStrategy);
        Assert.Equal(TimeSpan.FromSeconds(7), resolver.DowningStableAfter);
        Assert.True(resolver.DownAllWhenUnstable > TimeSpan.Zero, "an unstable cluster ends itself instead of flapping for ever");
        Assert.Equal(isAlone ? "" : Roles.Seed, config.GetString("akka.cluster.split-brain-resolver.keep-majority.role"));
        Assert.Equal(TimeSpan.FromSeconds(2), cluster.DowningProvider.DownRemovalMargin);

        // How soon a silent node is unreachable. It is asked as the failure detector itself asks.
        Assert.Equal(TimeSpan.FromSeconds(3), settings.FailureDetectorConfig.GetTimeSpan("acceptable-heartbeat-pause"));
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.RetryUnsuccessfulJoinAfter);
        // Else the first of them would make a cluster of its own where it reaches no other.
        Assert.Empty(settings.SeedNodes);
        Assert.Equal(isAlone ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromMilliseconds(400), settings.GossipInterval);
        Assert.Equal(isAlone ? [Roles.Coordinator, Roles.Gpu, Roles.Seed] : [shape], cluster.SelfRoles.Order(StringComparer.Ordinal));

        // Only records with a manifest leave or enter the process.
        Assert.IsType<WireSerializer>(system.Serialization.FindSerializerForType(typeof(NodeProtocol.NodeReport)));
        Assert.IsType<RefusingSerializer>(system.Serialization.FindSerializerForType(typeof(object)));
        Assert.IsType<RefusingProtobufSerializer>(system.Serialization.FindSerializerForType(typeof(Google.Protobuf.IMessage)));
        Assert.IsType<AskingSerializer>(system.Serialization.FindSerializerForType(typeof(PoisonPill)));
        Assert.IsType<DeathWatchSerializer>(system.Serialization.FindSerializerForType(typeof(Akka.Dispatch.SysMsg.Terminate)));
        Assert.All(RefusedBytes(system.Serialization),
            read => Assert.Contains("refused", Assert.Throws<System.Runtime.Serialization.SerializationException>(read).Message));
        Assert.True(((RemoteActorRefProvider)system.Provider).RemoteSettings.UntrustedMode);
        Assert.Equal(128_000, ((RemoteActorRefProvider)system.Provider).RemoteSettings.Config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size"));

        // The cluster's own heartbeats never wait behind actors of ours.
        Assert.Equal("akka.actor.internal-dispatcher", settings.UseDispatcher);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As a peer's bytes name a serializer of Akka's: by its number.</summary>
    private static IEnumerable<Action> RefusedBytes(Akka.Serialization.Serialization serialization) =>
    [
        () => serialization.Deserialize([], 1, typeof(object)),
        () => serialization.Deserialize([], 2, typeof(object)),
        () => serialization.Deserialize([], 3, typeof(object)),
        () => serialization.Deserialize([], 16, "K"),
        () => serialization.Deserialize([], 22, typeof(Akka.Dispatch.SysMsg.Terminate)),
    ];
}
