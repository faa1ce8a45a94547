using System.Buffers.Binary;
using System.Text;

namespace AxSpa.Hosting.Tests.Remoting;

/// <summary>Frames of Akka's protocol, written by hand: tag, length, content.</summary>
internal static class AssociateBytes
{
    /// <summary>instruction (2) { commandType (1) = ASSOCIATE, handshakeInfo (2) { origin (1) { system, host, port, protocol }, uid } }</summary>
    public static byte[] Claiming(string host) => Frame(Field(2, [0x08, 0x01, .. Handshake(host)]));

    public static byte[] Handshake(string host) =>
        Field(2,
            [.. Field(1, [.. Field(1, "axspa"u8), .. Field(2, Encoding.UTF8.GetBytes(host)), 0x18, 0x50, .. Field(4, "akka.ssl.tcp"u8)]), 0x11, 1, 2, 3, 4, 5,
                6, 7, 8]);

    /// <param name="content">Shorter than 128 bytes: its length is one byte.</param>
    public static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)(number << 3 | 2), (byte)content.Length, .. content];

    public static byte[] Frame(byte[] payload)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        return [.. length, .. payload];
    }
}
