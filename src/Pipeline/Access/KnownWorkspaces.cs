using System.Collections.Concurrent;

namespace AxSpa.Pipeline.Access;

/// <summary>A folder is not, or is not now, the workspace that it should be: its share is away.</summary>
public sealed class WorkspaceAwayException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A file of the workspace that an earlier job wrote is missing or altered, as this machine sees it: not the researcher's fault.</summary>
/// <param name="file">Relative to the workspace, with forward slashes.</param>
public sealed class WorkspaceFileException(string file, string message, Exception? inner = null) : IOException(message, inner)
{
    public string File { get; } = file;
}

/// <summary>
/// The workspaces that this process works in, by their identity. Below such a folder nothing is written while the identity is not
/// there: a share that is not mounted is an empty folder, in which everything could be made once more.
/// </summary>
/// <remarks>One table for a process, as the table of mounts is one for the machine: so whoever writes a file cannot forget to ask.</remarks>
public static class KnownWorkspaces
{
    private static readonly ConcurrentDictionary<string, string> Identities = new(StringComparer.Ordinal);

    /// <summary>From now on this folder is the workspace of this identity, or it is away.</summary>
    public static void Expect(string workspace, string identity) => Identities[Named(workspace)] = identity;

    /// <returns>What is expected there; null: nothing was said. No disk is asked.</returns>
    public static string? Expected(string workspace) => Identities.GetValueOrDefault(Named(workspace));

    /// <returns>What is expected there; where nothing was said, what is found there, which is expected from now on. Null: it has no identity.</returns>
    public static string? IdentityOf(string workspace)
    {
        if (Identities.TryGetValue(Named(workspace), out var known))
            return known;
        try
        {
            return WorkspaceIdentity.Read(workspace)?.Workspace is { } found ? Identities.GetOrAdd(Named(workspace), found) : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <returns>Why this folder is not the workspace that is expected there, for people; null: it is, or nothing is known of it.</returns>
    public static string? WhyAway(string workspace)
    {
        if (!Identities.TryGetValue(Named(workspace), out var expected))
            return null;
        try
        {
            var found = WorkspaceIdentity.Read(workspace)?.Workspace;
            return found == expected ? null : found is null
                ? $"{workspace} is not the workspace {expected}: it holds no {WorkspaceIdentity.FileName}. Is the share mounted? Nothing is written there."
                : $"{workspace} is not the workspace {expected}, but {found}: another share is mounted there. Nothing is written there.";
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return $"{workspace} cannot be told from another folder, while the workspace {expected} is expected there: {trouble.Message} Is the share "
                + "mounted? Nothing is written there.";
        }
    }

    /// <summary>To be asked before anything is made at this path.</summary>
    /// <exception cref="WorkspaceAwayException">It lies in a workspace, or is one, that is not there now.</exception>
    public static void Require(string path)
    {
        for (var at = Named(path); at is not null; at = Path.GetDirectoryName(at))
            if (Identities.ContainsKey(at) && WhyAway(at) is { } away)
                throw new WorkspaceAwayException(away);
    }

    private static string Named(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
