using Google.Protobuf;

namespace AxSpa.Hosting.Remoting;

/// <summary>The first thing that Akka's remoting says on a connection: who it claims to be.</summary>
/// <remarks>Akka.Remote's WireFormats: AkkaProtocolMessage → instruction (2) → handshakeInfo (2) → origin (1) → hostname (2).</remarks>
internal static class AssociateFrame
{
    private const int Instruction = 2, HandshakeInfo = 2, Origin = 1, HostName = 2;

    /// <summary>
    /// Akka's word for a process that ends in order: AkkaProtocolMessage → instruction (2) → commandType (1) = DISASSOCIATE_SHUTTING_DOWN (4).
    /// </summary>
    public static readonly ByteString ShuttingDown = ByteString.CopyFrom(0x12, 0x02, 0x08, 0x04);

    /// <returns>The host that the sender claims; null: this is not the beginning of an association, or has no clear meaning.</returns>
    public static string? HostIn(ReadOnlyMemory<byte> frame) => Inside(frame, Instruction, HandshakeInfo, Origin, HostName)?.ToStringUtf8();

    /// <summary>A word of Akka's protocol that is no association: it may refuse one with it.</summary>
    public static bool IsFarewell(ReadOnlyMemory<byte> frame) => Inside(frame, Instruction) is not null && Inside(frame, Instruction, HandshakeInfo) is null;

    private static ByteString? Inside(ReadOnlyMemory<byte> frame, params ReadOnlySpan<int> path)
    {
        try
        {
            ByteString? part = UnsafeByteOperations.UnsafeWrap(frame);
            foreach (var field in path)
                part = part is null ? null : Field(part, field);
            return part;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Akka writes each field once. Twice would be merged by its reader, and might then say something else to Akka than here.</summary>
    private static ByteString? Field(ByteString message, int wanted)
    {
        ByteString? found = null;
        var input = message.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag != WireFormat.MakeTag(wanted, WireFormat.WireType.LengthDelimited))
                input.SkipLastField();
            else if (found is null)
                found = input.ReadBytes();
            else
                return null;
        }
        return found;
    }
}
