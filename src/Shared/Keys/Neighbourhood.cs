using System.Net;
using System.Net.Sockets;

namespace AxSpa.Shared.Keys;

/// <summary>What counts as one address where addresses are counted.</summary>
public static class Neighbourhood
{
    /// <summary>Whoever has one IPv6 address has 2⁶⁴ of them.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
