using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Protocol;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Hosting.Tests.Remoting;

/// <summary>Two real members with TLS, for all strangers at the door.</summary>
public sealed class GuardedCluster : IAsyncLifetime
{
    internal MadeKeys Keys { get; } = new("127.0.0.1");

    internal StartedMember Seed { get; private set; } = null!;

    internal StartedMember Coordinator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Seed = new StartedMember(Roles.Seed, Keys.Of(CertificateRole.Seed));
        Coordinator = new StartedMember(Roles.Coordinator, Keys.Of(CertificateRole.Coordinator), Seed.Seeds);
        await StartedMember.Until(() => Seed.MembersUp == 2, () => $"the two members were up. {Seed.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await Coordinator.DisposeAsync();
        await Seed.DisposeAsync();
        Keys.Dispose();
    }
}

/// <summary>Who may join a cluster with TLS, and that nobody else does it any harm.</summary>
public sealed class StrangerTests(GuardedCluster guarded) : IClassFixture<GuardedCluster>
{
    private readonly MadeKeys _keys = guarded.Keys;
    private readonly StartedMember _seed = guarded.Seed, _coordinator = guarded.Coordinator;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Nobody joined, everybody is where they were, and the singleton answers.</summary>
    private async Task Unharmed()
    {
        await _seed.AsksTheSingleton();
        Assert.Equal(2, _seed.Cluster.State.Members.Count);
        Assert.Empty(_seed.Cluster.State.Unreachable);
        Assert.False(_seed.System.WhenTerminated.IsCompleted || _coordinator.System.WhenTerminated.IsCompleted);
    }

    private Task Says(string words) => _seed.Says(words);

    private async Task IsTurnedAway(MemberKeys? keys, string reason)
    {
        await using var stranger = new StartedMember(Roles.Gpu, keys, _seed.Seeds);
        await Says(reason);
        Assert.Empty(stranger.Cluster.State.Members);
        await Unharmed();
    }

    [Fact]
    public async Task Members_of_one_root_are_a_cluster_at_addresses_of_their_own_kind()
    {
        Assert.All(_seed.Cluster.State.Members, member => Assert.Equal("akka.ssl.tcp", member.Address.Protocol));
        await _coordinator.AsksTheSingleton();
        await Unharmed();
    }

    [Fact]
    public async Task A_certificate_of_another_root_is_turned_away()
    {
        using var others = new MadeKeys("127.0.0.1");
        await IsTurnedAway(others.Of(CertificateRole.GpuNode), "no root in ca.crt has signed it");
    }

    [Fact]
    public async Task A_good_certificate_for_another_host_is_turned_away()
    {
        using var elsewhere = new MadeKeys(_keys, "gpu-7.example");
        await IsTurnedAway(elsewhere.Of(CertificateRole.GpuNode), "names gpu-7.example, not 127.0.0.1");
    }

    [Fact]
    public async Task A_client_of_pbm_cannot_join() => await IsTurnedAway(_keys.Of(CertificateRole.Pbm), "not made for a member");

    [Fact]
    public async Task A_member_without_keys_is_turned_away_and_both_sides_say_why()
    {
        await using var stranger = new StartedMember(Roles.Gpu, null, _seed.Seeds);
        await Says("was turned away: it speaks plain TCP, this cluster TLS: start it with --tls DIR");
        await stranger.Says($"{_seed.Seeds} speaks TLS, this process plain TCP, so it cannot join there: start it with --tls DIR");
        Assert.Empty(stranger.Cluster.State.Members);
        await Unharmed();
    }

    [Fact]
    public async Task A_connection_without_a_certificate_gets_no_byte_of_an_answer()
    {
        Assert.Equal(0, await Answered(certificate: null, AssociateBytes.Claiming("127.0.0.1")));
        await Unharmed();
    }

    [Fact]
    public async Task A_certificate_that_has_expired_gets_no_byte_of_an_answer()
    {
        using var authority = CertificateFolder.WithKey(_keys.Folder.RootFile, _keys.Folder.RootFile.Replace(".crt", ".key"));
        using var expired = CertificateAuthority.Issue(authority, CertificateRole.GpuNode, ["127.0.0.1"], DateTimeOffset.UtcNow.AddHours(-12), days: 0);
        Assert.Equal(0, await Answered(expired, AssociateBytes.Claiming("127.0.0.1")));
        await Says("has expired");
        await Unharmed();
    }

    [Fact]
    public async Task A_member_may_not_claim_the_host_of_another_one()
    {
        // The same connection with its own name gets an answer, so it is the name that counts.
        var good = _keys.Of(CertificateRole.GpuNode).Certificate;
        Assert.NotEqual(0, await Answered(good, AssociateBytes.Claiming("127.0.0.1")));
        Assert.Equal(0, await Answered(good, AssociateBytes.Claiming("coordinator.example")));
        await Says("names 127.0.0.1, not coordinator.example");
        await Unharmed();
    }

    [Fact]
    public async Task Whoever_does_not_say_who_it_is_gets_no_byte_of_an_answer()
    {
        var good = _keys.Of(CertificateRole.GpuNode).Certificate;
        Assert.Equal(0, await Answered(good, AssociateBytes.Frame([0x0A, 0x02, 0x08, 0x01])));
        Assert.Equal(0, await Answered(good, [0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3]));
        await Says("its first frame does not begin an association");
        await Says("a frame of 2147483647 bytes");
        await Unharmed();
    }

    /// <summary>Akka's own transport ends its process here.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    public async Task A_member_that_connects_to_something_else_lives_on(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        _seed.System.ActorSelection($"akka.ssl.tcp://axspa@{address}/user/anybody").Tell(new RunProtocol.ListRuns());
        using (var socket = await listener.AcceptSocketAsync(Cancellation))
        {
            await socket.ReceiveAsync(new byte[16], Cancellation);
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer), Cancellation);
        }
        await Says($"{address} cannot be connected to");
        await Unharmed();
    }

    [Fact]
    public async Task A_member_that_connects_to_a_strangers_certificate_says_nothing_to_it_and_lives_on()
    {
        using var others = new MadeKeys("127.0.0.1");
        await using var stranger = new StartedMember(Roles.Seed, others.Of(CertificateRole.Seed));
        _seed.System.ActorSelection($"akka.ssl.tcp://axspa@127.0.0.1:{stranger.Port}/user/anybody").Tell(new RunProtocol.ListRuns());
        await Says("was not connected to: its certificate");
        await Unharmed();
    }

    /// <returns>How many bytes a seed answers to a connection with this certificate, that says this, within 5 s.</returns>
    private async Task<int> Answered(X509Certificate2? certificate, byte[] said)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _seed.Port, Cancellation);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        enough.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            }, enough.Token);
            await stream.WriteAsync(said, enough.Token);
            return await stream.ReadAsync(new byte[100], enough.Token);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return 0;
        }
    }
}
