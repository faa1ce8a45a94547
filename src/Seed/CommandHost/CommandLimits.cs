using AxSpa.Shared.Pbm;

namespace AxSpa.Seed.CommandHost;

/// <summary>What a command host allows a client, so that no client can hold it up.</summary>
internal sealed record CommandLimits
{
    /// <summary>From the connection to the end of the request's line; a person types before connecting, not after.</summary>
    public TimeSpan RequestWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the connection to its first byte: pbm speaks at once.</summary>
    public TimeSpan FirstByteWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For one line of an answer to be taken by a client that still reads.</summary>
    public TimeSpan AnswerTakenWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an ended connection is read on, so that the last line is not lost to a reset.</summary>
    public TimeSpan Goodbye { get; init; } = TimeSpan.FromSeconds(1);

    public int RequestBytes { get; init; } = PbmRequest.MostBytes;

    /// <summary>Commands at once; one more is told to come later.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>
    /// Connections at once that have not shown yet whose they are; one more takes the place of the one that has waited longest. With <see cref="RequestBytes"/>
    /// they bound what strangers can make a host hold.
    /// </summary>
    public int UnauthenticatedConnections { get; init; } = 64;

    public int UnauthenticatedFromOneAddress { get; init; } = 16;
}
