using System.Globalization;
using System.Runtime.InteropServices;

namespace AxSpa.Pipeline.Runs;

/// <summary>
/// Who may read what a process writes into its workspace: its own user, or, where several share it, their group; nobody else. Said once, as the
/// process begins, in the mask that every file and folder is made with (umask(2)), by libraries and trainer processes too.
/// </summary>
public static partial class FileModes
{
    public const string Option = "--workspace-group";

    /// <summary>Set to 1 it says the same; trainers of the process hear it by this.</summary>
    public const string EnvironmentVariable = "AXSPA_WORKSPACE_GROUP";

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Entries of one folder that are looked at, and runs.</summary>
    private const int MostEntries = 200, MostRuns = 20;

    public static bool IsForGroup => Environment.GetEnvironmentVariable(EnvironmentVariable) is "1" or "true";

    /// <summary>Of a file that this process alone may read, or its group where that shares the workspace.</summary>
    public static UnixFileMode OfSecret => IsForGroup ? Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite : Owner;

    /// <summary>Before anything is written into a workspace.</summary>
    /// <param name="isForGroup">What the option says; where it does not, the environment does.</param>
    public static void Begin(bool isForGroup)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (isForGroup)
            Environment.SetEnvironmentVariable(EnvironmentVariable, "1");
        _ = SetMask((uint)(IsForGroup ? Others : Group | Others));
    }

    /// <summary>Whether somebody else may read what lies in a workspace, as one of an earlier version was made. A part of it is looked at.</summary>
    /// <returns>Null: nobody else; else which entry is open, and the command that closes it and all others.</returns>
    public static (string Open, string Command)? Trouble(string workspace)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var shut = IsForGroup ? Others : Group | Others;
        try
        {
            // Who may not go through the workspace's own folder reaches nothing in it.
            if ((File.GetUnixFileMode(workspace) & shut & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
                return null;
            return Entries(workspace).FirstOrDefault(entry => (entry.UnixFileMode & shut) != 0) is { } open
                ? ($"{Path.GetRelativePath(workspace, open.FullName)} has mode {Octal(open.UnixFileMode)}", $"chmod -R {(IsForGroup ? "g+rwX,o-rwx" : "go-rwx")} {workspace}")
                : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null; // whether the workspace can be used is asked elsewhere
        }
    }

    private static IEnumerable<FileSystemInfo> Entries(string workspace)
    {
        foreach (var entry in In(workspace))
            yield return entry;
        var runs = new DirectoryInfo(Path.Combine(workspace, RunFolder.Runs));
        if (!runs.Exists)
            yield break;
        foreach (var run in runs.EnumerateDirectories().Take(MostRuns))
            foreach (var entry in In(run.FullName).Prepend(run))
                yield return entry;
    }

    private static IEnumerable<FileSystemInfo> In(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null).Take(MostEntries);

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0').ToString(CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
