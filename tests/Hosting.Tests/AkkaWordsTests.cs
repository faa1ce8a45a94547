using Xunit;

namespace AxSpa.Hosting.Tests;

/// <summary>Texts that Akka 1.5.73 wrote when members were started in the wrong order, killed and put out; ports and paths are shortened.</summary>
public sealed class AkkaWordsTests
{
    private const string Prefix = "[WARNING][11/26/2026 06:34:12.108Z][Thread 0007][remoting (akka://axspa)] ";

    [Theory]
    [InlineData(
        "Tried to associate with unreachable remote address [akka.ssl.tcp://axspa@10.0.0.2:4053]. Address is now gated for 5000 ms, all messages to this address will be delivered to dead letters. Reason: [Association failed with akka.ssl.tcp://axspa@10.0.0.2:4053] Caused by: [Akka.Remote.Transport.InvalidAssociationException: ssl.tcp://axspa@10.0.0.2:4053 cannot be connected to: Connection refused\n ---> System.Net.Sockets.SocketException (111): Connection refused\n   at System.Net.Sockets.Socket.AwaitableSocketAsyncEventArgs.CreateException(SocketError error, Boolean forAsyncThrow)\n   at AxSpa.Shared.Remoting.TlsTransport.Associate(Address remote) in TlsTransport.cs:line 89]",
        "akka.ssl.tcp://axspa@10.0.0.2:4053 cannot be connected to: Connection refused. It is tried again.")]
    [InlineData(
        "Tried to associate with unreachable remote address [akka.tcp://axspa@127.0.0.1:4999]. Address is now gated for 5000 ms, all messages to this address will be delivered to dead letters. Reason: [Connection refused tcp://axspa@127.0.0.1:4999] ",
        "akka.tcp://axspa@127.0.0.1:4999 cannot be connected to: Connection refused. It is tried again.")]
    [InlineData(
        "Association with remote system akka.ssl.tcp://axspa@10.0.0.3:4053 has failed; address is now gated for 5000 ms. Reason is: [Akka.Remote.EndpointDisassociatedException: Disassociated\n   at Akka.Remote.EndpointWriter.PublishAndThrow(Exception reason, LogLevel level, Boolean needToThrow)]",
        "The connection with akka.ssl.tcp://axspa@10.0.0.3:4053 has ended. It is opened again when it is needed.")]
    [InlineData(
        "Association to [akka.ssl.tcp://axspa@10.0.0.7:4061] having UID [512486783] is irrecoverably failed. UID is now quarantined and all messages to this UID will be delivered to dead letters. Remote actorsystem must be restarted to recover from this situation.",
        "akka.ssl.tcp://axspa@10.0.0.7:4061 is out of the cluster. A process that is started there again joins anew.")]
    [InlineData(
        "Cluster Node [akka.tcp://axspa@s-2:4053] - Marking node(s) as UNREACHABLE [Member(address = akka.tcp://axspa@gpu-1:4061, Uid=1353019333 status = Up, role=[gpu], upNumber=4, version=0.1.0)]. Node roles [seed]",
        "akka.tcp://axspa@gpu-1:4061 (gpu) cannot be reached; the cluster puts out who stays so.")]
    [InlineData(
        "Cluster Node [akka.tcp://axspa@s-2:4053] - Marking node(s) as UNREACHABLE [Member(address = akka.tcp://axspa@gpu-1:4061, Uid=13 status = Up, role=[gpu], upNumber=4, version=0.1.0), Member(address = akka.tcp://axspa@co-1:4060, Uid=-14 status = Leaving, role=[coordinator], upNumber=5, version=0.1.0)]. Node roles [seed]",
        "akka.tcp://axspa@gpu-1:4061 (gpu) and akka.tcp://axspa@co-1:4060 (coordinator) cannot be reached; the cluster puts out who stays so.")]
    [InlineData(
        "SBR took decision Akka.Cluster.SBR.DownIndirectlyConnected and is downing [akka.tcp://axspa@s-2:4053, akka.tcp://axspa@gpu-1:4061], [2] unreachable of [6] members, full reachability status: [Reachability()]",
        "The cluster puts out akka.tcp://axspa@s-2:4053, akka.tcp://axspa@gpu-1:4061 (split brain resolver: DownIndirectlyConnected).")]
    [InlineData(
        "Received gossip where this member has been downed, from [akka.tcp://axspa@s-1:4053]",
        "The cluster has put this process out: it was not heard of for too long, or was ordered out. The process ends, and can be started again.")]
    [InlineData(
        "Error caught channel [[::ffff:127.0.0.1]:40217->[::ffff:127.0.0.1]:37686](Id=507fa698)\nCause: DotNetty.Codecs.TooLongFrameException: Adjusted frame length exceeds 128000: 16843546 - discarded\n   at DotNetty.Codecs.LengthFieldBasedFrameDecoder.Fail(Int64 frameLength)",
        "A connection from 127.0.0.1 was closed: it speaks TLS, this process plain TCP. Give both their keys with --tls DIR, or neither (docs/keys.md). It is tried again.")]
    [InlineData(
        "Error caught channel [[::ffff:127.0.0.1]:40217->[::ffff:127.0.0.1]:37686](Id=507fa698)\nCause: DotNetty.Codecs.TooLongFrameException: Adjusted frame length exceeds 128000: 542393675 - discarded\n   at DotNetty.Codecs.LengthFieldBasedFrameDecoder.Fail(Int64 frameLength)",
        "Error caught channel [[::ffff:127.0.0.1]:40217->[::ffff:127.0.0.1]:37686](Id=507fa698) Cause: DotNetty.Codecs.TooLongFrameException: Adjusted frame length exceeds 128000: 542393675 - discarded")]
    [InlineData("The trainer of slot 0 ended with code 139 while computing r/mri-3#1", "The trainer of slot 0 ended with code 139 while computing r/mri-3#1")]
    [InlineData("Error: the index is broken Cause: System.IO.IOException: No space left on device\n   at System.IO.RandomAccess.Write(Int64 offset)\n   at Foo.Bar(Int32 i)", "Error: the index is broken Cause: System.IO.IOException: No space left on device")]
    public void A_line_says_in_plain_words_what_happened(string said, string plain) => Assert.Equal(plain, AkkaWords.Plain(Prefix + said));

    [Theory]
    [InlineData("AssociationError [akka.tcp://axspa@127.0.0.1:34395] -> akka.tcp://axspa@127.0.0.1:4999: Error [Connection refused tcp://axspa@127.0.0.1:4999] []")]
    [InlineData("Disassociated Cause: Akka.Remote.EndpointDisassociatedException: Disassociated\n   at Akka.Remote.EndpointWriter.PublishAndThrow(Exception reason, LogLevel level, Boolean needToThrow)")]
    public void What_another_line_says_too_is_left_out(string said) => Assert.Null(AkkaWords.Plain(Prefix + said));
}
