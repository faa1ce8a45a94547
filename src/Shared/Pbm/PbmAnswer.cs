namespace AxSpa.Shared.Pbm;

/// <summary>
/// A line that the command host says: data (<see cref="Out"/>), a message (<see cref="Err"/>), or the end with its
/// <see cref="ExitCode"/>. One with nothing in it says that the host is still there.
/// </summary>
public sealed record PbmAnswer(string? Out = null, string? Err = null, int? Exit = null)
{
    /// <summary>Bytes of an answer's line that a client accepts.</summary>
    public const int MostBytes = 16 << 20;

    public static readonly PbmAnswer StillHere = new();

    /// <summary>How often the host says something while a command runs, if only that it is still there.</summary>
    public static readonly TimeSpan StillHereEvery = TimeSpan.FromSeconds(5);
}
