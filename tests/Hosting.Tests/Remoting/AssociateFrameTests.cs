using AxSpa.Hosting.Remoting;
using Xunit;

namespace AxSpa.Hosting.Tests.Remoting;

public sealed class AssociateFrameTests
{
    private static byte[] Claiming(string host) => AssociateBytes.Claiming(host)[4..];

    [Fact]
    public void The_host_that_is_claimed_is_read() => Assert.Equal("gpu-1.example", AssociateFrame.HostIn(Claiming("gpu-1.example")));

    [Fact]
    public void A_claim_that_is_made_twice_is_none() // Akka's reader would merge them, the last one wins.
    {
        byte[] two = [.. Claiming("gpu-1"), .. Claiming("coordinator")];
        byte[] inside = AssociateBytes.Field(2, [0x08, 0x01, .. AssociateBytes.Handshake("gpu-1"), .. AssociateBytes.Handshake("coordinator")]);
        Assert.Null(AssociateFrame.HostIn(two));
        Assert.Null(AssociateFrame.HostIn(inside));
        Assert.False(AssociateFrame.IsFarewell(two));
    }

    [Fact]
    public void A_word_without_a_claim_is_a_farewell()
    {
        Assert.True(AssociateFrame.IsFarewell(AssociateBytes.Field(2, [0x08, 0x02])));
        Assert.False(AssociateFrame.IsFarewell(Claiming("gpu-1")));
        Assert.False(AssociateFrame.IsFarewell(AssociateBytes.Field(1, [1, 2, 3])));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x12 })]
    [InlineData(new byte[] { 0x12, 0x7F, 0x08 })]
    [InlineData(new byte[] { 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x13, 0x13, 0x13, 0x13 })]
    public void Anything_else_claims_nothing(byte[] bytes)
    {
        Assert.Null(AssociateFrame.HostIn(bytes));
        Assert.False(AssociateFrame.IsFarewell(bytes));
    }
}
