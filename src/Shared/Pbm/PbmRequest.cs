using System.Collections.Immutable;

namespace AxSpa.Shared.Pbm;

/// <summary>How a command's data is written.</summary>
public enum OutputFormat { Table, Json }

/// <summary>The first and only line that a client says on a connection.</summary>
/// <param name="Args">As typed, without <c>-o</c>.</param>
/// <param name="Files">Files of the client's machine that the command needs; see <see cref="LocalFileCommands"/>.</param>
/// <param name="Receives">The client stores what the host sends as files; see <see cref="LocalFileCommands"/>. Null: it cannot.</param>
/// <param name="Token">Where the host asks for one. A secret: it is compared, and goes nowhere else.</param>
public sealed record PbmRequest(
    string Palette, string Command, ImmutableArray<string> Args, OutputFormat Output, ImmutableArray<LocalFile> Files, bool? Receives = null,
    string? Token = null)
{
    /// <summary>Instead of a palette: asks who is there. What a prompt shows when it begins.</summary>
    public const string Hello = "hello";

    /// <summary>Instead of a palette: asks how the last of <see cref="Args"/> may go on, one word a line of data.</summary>
    public const string Complete = "complete";

    /// <summary>Bytes of a request's line; a longer one is refused and the connection closed.</summary>
    public const int MostBytes = 256 << 10;
}

/// <param name="Argument">What was typed for it.</param>
/// <param name="Text">The file as it is to be used: a run's specification in full, with absolute paths.</param>
public sealed record LocalFile(string Argument, string Text);
