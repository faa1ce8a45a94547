using System.Collections.Immutable;

namespace AxSpa.Shared.Pbm;

/// <summary>
/// A line that the command host says: data (<see cref="Out"/>), a message (<see cref="Err"/>), or the end with its
/// <see cref="ExitCode"/>. One with nothing in it says that the host is still there.
/// </summary>
/// <param name="File">A file begins, of which each <paramref name="Part"/> brings some bytes until its <paramref name="End"/>.</param>
/// <param name="Ask">Beside an <see cref="Err"/> for those who cannot be asked.</param>
public sealed record PbmAnswer(string? Out = null, string? Err = null, int? Exit = null, PbmQuestion? Ask = null,
    PbmFile? File = null, byte[]? Part = null, PbmFileEnd? End = null)
{
    /// <summary>Bytes of an answer's line that a client accepts.</summary>
    public const int MostBytes = 16 << 20;

    public static readonly PbmAnswer StillHere = new();

    /// <summary>How often the host says something while a command runs, if only that it is still there.</summary>
    public static readonly TimeSpan StillHereEvery = TimeSpan.FromSeconds(5);
}

/// <summary>A command that cannot be undone was not confirmed: a client in front of a person asks.</summary>
/// <param name="Would">What it would do.</param>
/// <param name="Again">
/// The words to send when the person agrees: those that were typed, with <c>--yes</c>, and with the run's id where only 'last' or a beginning stood. So
/// they name what was meant even if the last run is another one by then. A client makes these words itself, and sends no others.
/// </param>
public sealed record PbmQuestion(string Would, ImmutableArray<string> Again);

/// <param name="Name">Below the folder that was asked for, with forward slashes. A single file is named by the client, whatever stands here.</param>
public sealed record PbmFile(string Name);

/// <summary>What the file must be now that all of it was sent.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record PbmFileEnd(long Bytes, string Sha256);
