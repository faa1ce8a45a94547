using System.Buffers.Binary;
using System.Net.Sockets;

namespace AxSpa.Hosting.Remoting;

/// <summary>How a member with TLS knows one without: by its first bytes, or by how it takes the first word of TLS.</summary>
internal static class PlainPeer
{
    public const string Refused = "it speaks plain TCP, this cluster TLS: start it with --tls DIR, the folder with its keys (docs/keys.md)";

    public const string HungUp =
        "it hangs up at the first word of TLS, as a member does that speaks plain TCP: this process was started with --tls, that one without. Give both "
        + "their keys, or neither (docs/keys.md)";

    private const int LengthBytes = 4;

    /// <summary>
    /// Whether a connection begins with a frame of Akka's own: four bytes of length. TLS begins with 16 03, which would be a longer one than is allowed.
    /// </summary>
    public static async Task<bool> BeginsWithAFrame(Socket socket, int mostBytes, CancellationToken late)
    {
        var first = new byte[LengthBytes];
        // Less is not waited for: whatever sends a byte at a time is not one of us.
        return await socket.ReceiveAsync(first, SocketFlags.Peek, late) == LengthBytes
            && BinaryPrimitives.ReadInt32LittleEndian(first) is var length && length > 0 && length <= mostBytes;
    }

    /// <summary>The bytes of a connection, which remembers whether any came from the peer before it hung up.</summary>
    internal sealed class Heard(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        private bool _hasHeard, _hasEnded;

        /// <summary>Not one byte, and an end. Whoever speaks TLS says at least that it refuses.</summary>
        public bool HungUpAtOnce => _hasEnded && !_hasHeard;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                var read = await base.ReadAsync(buffer, cancellationToken);
                if (buffer.Length > 0)
                    (_hasHeard, _hasEnded) = (_hasHeard || read > 0, read == 0);
                return read;
            }
            catch (IOException trouble) when (trouble.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            {
                _hasEnded = true;
                throw;
            }
        }
    }
}
