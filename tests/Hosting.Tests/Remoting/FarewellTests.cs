using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using AxSpa.Hosting.Remoting;
using AxSpa.Shared.Keys;
using AxSpa.Support;
using Google.Protobuf;
using Xunit;

namespace AxSpa.Hosting.Tests.Remoting;

/// <summary>A process that ends in order says so on each of its connections, however its actors and its transport take turns.</summary>
public sealed class FarewellTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_ends_says_so_on_every_connection_after_what_was_said_before()
    {
        using var keys = new MadeKeys("127.0.0.1");
        var (mine, theirs, socket) = await Connected(keys.Of(CertificateRole.Seed));
        var associations = new OpenAssociations();
        var association = new TlsAssociation(At(1), At(2), socket, mine, 1000, NoLogger.Instance);
        associations.Add(association);
        Assert.True(association.Write(ByteString.CopyFromUtf8("result")));

        var closing = associations.CloseAll();
        var heard = new byte[18];
        await theirs.ReadExactlyAsync(heard, Cancellation);
        Assert.Equal([6, 0, 0, 0, .. "result"u8, 4, 0, 0, 0, .. AssociateFrame.ShuttingDown], heard);
        Assert.True(AssociateFrame.IsFarewell(AssociateFrame.ShuttingDown.Memory));
        Assert.Equal(0, await theirs.ReadAsync(new byte[1], Cancellation));
        await theirs.DisposeAsync();
        Assert.True(await closing);
    }

    /// <summary>Akka says it itself only when its actors are quick enough: of these turns one or two used to fail.</summary>
    [Fact]
    public async Task No_member_is_left_waiting_for_one_that_has_ended()
    {
        using var keys = new MadeKeys("127.0.0.1");
        await using var seed = new StartedMember(Roles.Seed, keys.Of(CertificateRole.Seed));
        for (var turn = 1; turn <= 4; turn++)
        {
            await using (new StartedMember(Roles.Gpu, keys.Of(CertificateRole.GpuNode), seed.Seeds))
                await StartedMember.Until(() => seed.MembersUp == 2, () => $"it was up. {seed.Log}");
            await StartedMember.Until(() => seed.Cluster.State.Members.Count == 1, () => $"it was out. {seed.Log}");
        }
        Assert.DoesNotContain("has failed; address is now gated", seed.Log);
    }

    private static Address At(int port) => new("akka.ssl.tcp", "axspa", "127.0.0.1", port);

    private static async Task<(SslStream Mine, SslStream Theirs, Socket Socket)> Connected(MemberKeys keys)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint, Cancellation);
        var socket = await listener.AcceptSocketAsync(Cancellation);
        var (mine, theirs) = (new SslStream(new NetworkStream(socket, ownsSocket: true)), new SslStream(new NetworkStream(client, ownsSocket: true)));
        await Task.WhenAll(
            mine.AuthenticateAsServerAsync(keys.AsServer(demandsCertificate: true, (_, _) => true), Cancellation),
            theirs.AuthenticateAsClientAsync(keys.AsClient("127.0.0.1", (_, _) => true), Cancellation));
        return (mine, theirs, socket);
    }
}
