namespace AxSpa.Hosting.Journals;

/// <summary>Which journal it is, made once and kept in it; a copy or a restored backup is the same journal.</summary>
/// <param name="Journal">32 hexadecimal digits.</param>
/// <param name="Workspace">Of the workspace whose runs it keeps, in the same form; null: none yet.</param>
/// <param name="IsEmpty">It holds no event and no snapshot.</param>
public sealed record JournalIdentity(string Journal, string? Workspace, bool IsEmpty)
{
    public static string NewId() => Guid.NewGuid().ToString("N");

    /// <summary>As much of an id as a person compares.</summary>
    public static string Short(string id) => id.Length > 8 ? id[..8] : id;
}

/// <summary>The journal does not answer just now; waiting may help.</summary>
public sealed class JournalAwayException(string why, Exception? inner = null) : Exception(why, inner);
