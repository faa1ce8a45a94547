using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AxSpa.Monitoring;

/// <summary>What the port for health and metrics allows a client: its requests are a line and a few headers, and no client can hold it up.</summary>
internal sealed record HttpLimits
{
    /// <summary>A few probes and a few Prometheus servers at once; one more takes the place of the one that has been idle longest.</summary>
    public int Connections { get; init; } = 32;

    public int ConnectionsOfOneAddress { get; init; } = 16;

    /// <summary>From the connection to its first byte: who asks does so at once.</summary>
    public TimeSpan FirstByteWithin { get; init; } = TimeSpan.FromSeconds(3);

    public int RequestLineBytes { get; init; } = 2 << 10;

    public int HeaderBytes { get; init; } = 16 << 10;

    /// <summary>From the first byte of a request to the end of its headers.</summary>
    public TimeSpan RequestWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A probe every 10 s keeps its connection, a scrape every minute opens a new one.</summary>
    public TimeSpan KeptAlive { get; init; } = TimeSpan.FromSeconds(20);

    public void Set(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = null; // HttpPlaces has better rules
        limits.MaxRequestLineSize = RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestBufferSize = 2 * HeaderBytes;
        limits.MaxRequestHeaderCount = 50;
        limits.MaxRequestBodySize = 0;
        limits.RequestHeadersTimeout = RequestWithin;
        limits.KeepAliveTimeout = KeptAlive;
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }
}
