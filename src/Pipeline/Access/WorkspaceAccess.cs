using System.Runtime.InteropServices;

namespace AxSpa.Pipeline.Access;

/// <summary>
/// Who besides its owner may use what is made in a workspace: nobody, or the workspace's group. It is the process's umask, so it holds for whatever writes a
/// file there: SQLite, a library, a trainer that this process starts.
/// </summary>
public sealed partial record WorkspaceAccess
{
    /// <summary>The same for a process whose command line does not say it.</summary>
    public const string EnvironmentVariable = "AXSPA_WORKSPACE_GROUP";

    public const string Option = "--workspace-group";

    private const UnixFileMode GroupReadsAndWrites = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const UnixFileMode All = (UnixFileMode)0b111_111_111;

    private WorkspaceAccess() { }

    /// <summary>Folders are 0700 and files 0600.</summary>
    public static WorkspaceAccess Owner { get; } = new()
    {
        Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        File = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    /// <summary>Folders are 0770 and files 0660: members under several users of one group work together.</summary>
    public static WorkspaceAccess Group { get; } = new()
    {
        Folder = Owner.Folder | GroupReadsAndWrites | UnixFileMode.GroupExecute,
        File = Owner.File | GroupReadsAndWrites,
    };

    public bool IsForGroup => this == Group;

    /// <summary>Of a folder that is made.</summary>
    public UnixFileMode Folder { get; private init; }

    /// <summary>Of a file that is made.</summary>
    public UnixFileMode File { get; private init; }

    /// <param name="isForGroup">What the options say; false: the environment is asked.</param>
    /// <exception cref="RefusedInputException">The environment says something else than yes or no.</exception>
    public static WorkspaceAccess Configured(bool isForGroup) =>
        isForGroup ? Group : Environment.GetEnvironmentVariable(EnvironmentVariable) switch
        {
            null or "" or "0" => Owner,
            "1" => Group,
            var other => throw new RefusedInputException($"{EnvironmentVariable}={other}: must be 1, for a workspace that its group shares, or 0."),
        };

    /// <summary>As the workspace is kept by the members that work in it: for who adds something to it, and is told nothing.</summary>
    public static WorkspaceAccess Of(string workspace) =>
        !OperatingSystem.IsWindows() && new FileInfo(WorkspaceIdentity.PathIn(workspace)) is { Exists: true } identity
            && (identity.UnixFileMode & GroupReadsAndWrites) == GroupReadsAndWrites
                ? Group : Owner;

    /// <summary>Holds for every file and folder that this process, or one that it starts, makes from now on. What is there stays as it is.</summary>
    public void Begin()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask((uint)(All & ~Folder));
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
