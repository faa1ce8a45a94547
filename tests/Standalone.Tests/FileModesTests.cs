using AxSpa.Support;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>Who may read what a run leaves in its workspace, whatever the mask of the person who began it.</summary>
[Collection(UndisturbedRun.Shared)]
public sealed class FileModesTests(UndisturbedRun undisturbed)
{
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static IEnumerable<FileSystemInfo> Everything(string workspace) =>
        new DirectoryInfo(workspace).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });

    [Fact]
    public void Nobody_else_can_read_anything_of_a_run()
    {
        var everything = Everything(undisturbed.Workspace).ToList();
        Assert.Contains(everything, entry => entry.Name == "journal.db");
        Assert.Contains(everything, entry => entry.Name == "predictions.csv");
        Assert.All(everything, entry => Assert.True((entry.UnixFileMode & (Group | Others)) == 0, $"{entry.FullName} has mode {entry.UnixFileMode}"));
    }

    [Fact]
    public void A_shared_workspace_is_its_groups_and_nobody_elses()
    {
        var workspace = undisturbed.Cohort.Workspace("shared");
        var (code, _, errors) = AxspaProcess.Run("run", undisturbed.Cohort.Specification, "--workspace", workspace, "--until", "cohort", "--pbm-port", "off", "--workspace-group");
        Assert.True(code == 0, errors);
        // Who gave which command is the business of the process that keeps it.
        var everything = Everything(workspace).Where(entry => entry.Name != "audit.log").ToList();
        Assert.Contains(everything, entry => entry.Name == "cohort.json");
        Assert.All(everything, entry =>
        {
            Assert.True((entry.UnixFileMode & Others) == 0, $"{entry.FullName} has mode {entry.UnixFileMode}");
            Assert.True((entry.UnixFileMode & Group) >= (UnixFileMode.GroupRead | UnixFileMode.GroupWrite), $"{entry.FullName} has mode {entry.UnixFileMode}");
        });
    }
}
