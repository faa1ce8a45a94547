using System.Net;

namespace AxSpa.Shared.Keys;

/// <summary>What only this machine reaches.</summary>
public static class Loopback
{
    /// <summary>A name other than localhost may lead anywhere, whatever it leads to today.</summary>
    public static bool Is(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
