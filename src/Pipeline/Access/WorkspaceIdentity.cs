using System.Text.Json;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Access;

/// <summary>
/// Which workspace a folder is, and which journal its runs are kept in: made once, so that a share that is not mounted, or another journal, is seen before
/// anything is written.
/// </summary>
/// <param name="Workspace">32 hexadecimal digits.</param>
/// <param name="Journal">Of the journal that the workspace is bound to; the same form.</param>
public sealed record WorkspaceIdentity(string Workspace, string Journal)
{
    public const string FileName = "workspace.id";

    public static string PathIn(string workspace) => Path.Combine(workspace, FileName);

    /// <returns>Null: the folder has none, because it is new, made by an earlier version, or not the workspace at all.</returns>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static WorkspaceIdentity? Read(string workspace)
    {
        var path = PathIn(workspace);
        try
        {
            return JsonSerializer.Deserialize<WorkspaceIdentity>(File.ReadAllBytes(path)) is { Workspace: not null, Journal: not null } identity ? identity
                : throw new InvalidDataException($"{path}: this is not the identity of a workspace.");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"{path}: this is not the identity of a workspace ({damaged.Message}).", damaged);
        }
    }

    public void Write(string workspace) => AtomicFile.Write(PathIn(workspace), JsonSerializer.SerializeToUtf8Bytes(this));
}
