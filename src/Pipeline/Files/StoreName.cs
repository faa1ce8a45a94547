namespace AxSpa.Pipeline.Files;

/// <summary>
/// The name of a file or a folder in a workspace: relative to it, with forward slashes, and leading nowhere else. It is looked at once, here,
/// and trusted by every store.
/// </summary>
public readonly record struct StoreName
{
    private readonly string? _path;

    private StoreName(string path) => _path = path;

    /// <summary><c>runs/20261130-140211-ab12/run.yaml</c></summary>
    public string Path => _path ?? throw new InvalidOperationException("This name names nothing.");

    /// <summary>What stands after the last slash.</summary>
    public string Last => Path[(Path.LastIndexOf('/') + 1)..];

    /// <param name="path">Relative to the workspace.</param>
    /// <exception cref="IOException">It is absolute or empty, or has an empty name, <c>.</c>, <c>..</c>, a backslash or a NUL in it.</exception>
    public static StoreName Of(string path) => Problem(path) is { } problem
        ? throw new IOException($"'{path}' is no name in a workspace: {problem}.")
        : new StoreName(path);

    /// <param name="path">Absolute, or relative to the workspace.</param>
    /// <exception cref="IOException">It does not lie below the workspace.</exception>
    public static StoreName In(string workspace, string path) =>
        Of(System.IO.Path.GetRelativePath(workspace, System.IO.Path.GetFullPath(path, workspace)).Replace('\\', '/'));

    public override string ToString() => Path;

    private static string? Problem(string path) =>
        path is null or "" ? "it is empty"
        : path[0] == '/' ? "it does not begin at the workspace"
        : path.AsSpan().ContainsAny('\\', '\0') ? "it has a backslash or a NUL in it"
        : path.Split('/').Any(name => name is "" or "." or "..") ? "it has an empty name, '.' or '..' in it"
        : null;
}
