using System.Globalization;

namespace AxSpa.Shared.Protocol;

/// <summary>
/// One life of a GPU node: its cluster address and the incarnation that Akka gave it. A node that restarts on the same
/// address is another <see cref="NodeId"/>, so what its former life was granted is lost at once.
/// </summary>
public sealed record NodeId(string Host, int Port, long Incarnation)
{
    /// <summary>A node of which only the address is known: <c>host:port</c>.</summary>
    public static NodeId Absent(string address)
    {
        var colon = address.LastIndexOf(':');
        return new(address[..colon], int.Parse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture), 0);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
