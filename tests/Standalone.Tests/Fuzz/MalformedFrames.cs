using System.Buffers.Binary;
using System.Text;

namespace AxSpa.Standalone.Tests.Fuzz;

/// <summary>Frames of Akka's remoting, written by hand: whole ones with something in them that nobody takes, broken ones, and noise.</summary>
/// <remarks>WireFormats of Akka.Remote 1.5: AkkaProtocolMessage { payload = 1, instruction = 2 }, AckAndEnvelopeContainer { envelope = 2 },
/// RemoteEnvelope { recipient = 1 { path = 1 }, message = 2 { message = 1, serializerId = 2, manifest = 3 } }.</remarks>
/// <param name="protocol">tcp, or ssl.tcp.</param>
/// <param name="port">Where the other side listens.</param>
internal sealed class MalformedFrames(int seed, string protocol, int port)
{
    private static readonly string[] Paths =
    [
        "/system/cluster/core/daemon", "/system/cluster/heartbeatReceiver", "/system/remote-watcher", "/user/desk", "/user/coordinator/coordinator",
        "/remote/x", "/user", "/", "/nowhere",
    ];

    /// <summary>Of Akka's own serializers, of ours, and of none.</summary>
    private static readonly int[] Serializers = [1, 2, 3, 5, 6, 9, 11, 13, 14, 16, 17, 22, 7411, 0, -1, int.MaxValue];

    /// <summary>Bytes as they are: nothing is made of them, so nothing can go wrong before an actor gets them.</summary>
    private const int PlainBytes = 4;

    private static readonly string[] Manifests =
        ["", "J", "GE", "HB", "HBR", "IJ", "W", "I", "ID", "submit-1", "report-1", "describe-1", "j-probed-1",
            "System.Diagnostics.Process, System.Diagnostics.Process", "é\u0000"];

    /// <summary>A message that ends in the middle of a number.</summary>
    public static readonly byte[] Last = Frame(Field(1, [0xff, 0xff]));

    private readonly Random _random = new(seed);

    /// <summary>The first frame of an association of somebody at this host.</summary>
    public byte[] Associate(string host) => Frame(Field(2, [0x08, 0x01, .. Field(2, [.. Field(1, Address(host)), 0x11, .. Noise(8)])]));

    /// <summary>A whole frame with noise for an actor, or for nobody: the association lives on.</summary>
    public byte[] Noisy() => Envelope(PlainBytes, "");

    /// <summary>A whole frame that says of its noise what it would be.</summary>
    public byte[] Untrue() => Envelope(Serializers[_random.Next(Serializers.Length)], Manifests[_random.Next(Manifests.Length)]);

    private byte[] Envelope(int serializer, string manifest)
    {
        var path = $"akka.{protocol}://axspa@127.0.0.1:{port}{Paths[_random.Next(Paths.Length)]}";
        byte[] message = [.. Field(1, Noise(_random.Next(0, 60))), 0x10, .. Number((ulong)serializer), .. Field(3, Encoding.UTF8.GetBytes(manifest))];
        byte[] envelope = [.. Field(1, Field(1, Encoding.UTF8.GetBytes(path))), .. Field(2, message)];
        return Frame(Field(1, Field(2, envelope)));
    }

    /// <summary>After it nobody need listen any more.</summary>
    public byte[] Broken()
    {
        switch (_random.Next(8))
        {
            case 5 or 6 or 7:
                return Untrue();
            case 0:
                return Noise(_random.Next(1, 300));
            case 1:
                return Frame(Noise(_random.Next(1, 300)));
            case 2:
                byte[] length = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(length, _random.Next(4) switch { 0 => -1, 1 => int.MaxValue, 2 => 128_001, _ => 0 });
                return [.. length, .. Noise(_random.Next(0, 300))];
            case 3:
                var flipped = Associate("127.0.0.1");
                for (var flips = _random.Next(1, 6); flips > 0; flips--)
                    flipped[_random.Next(4, flipped.Length)] = (byte)_random.Next(256);
                return flipped;
            default:
                var cut = Untrue();
                return cut[.._random.Next(1, cut.Length)];
        }
    }

    private byte[] Address(string host) =>
        [.. Field(1, "axspa"u8), .. Field(2, Encoding.UTF8.GetBytes(host)), 0x18, .. Number((ulong)_random.Next(1, 65536)),
            .. Field(4, Encoding.UTF8.GetBytes(protocol))];

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Frame(byte[] payload)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        return [.. length, .. payload];
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)(number << 3 | 2), .. Number((ulong)content.Length), .. content];

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value | 128));
        return [.. bytes, (byte)value];
    }
}
