using AxSpa.Hosting.NodeFiles;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using Xunit;

namespace AxSpa.Hosting.Tests.NodeFiles;

/// <summary>What at the top of a workspace is kept for somebody else than its members say, with modes as chmod writes them.</summary>
public sealed class WorkspaceRightsTests : IDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("axspa-rights-").FullName;

    public WorkspaceRightsTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights");
        Directory.CreateDirectory(Path.Combine(Workspace, RunFolder.Runs));
        File.WriteAllText(Path.Combine(Workspace, WorkspaceNames.Journal), "");
        File.WriteAllText(Path.Combine(Workspace, Pseudonyms.KeyFileName), "");
    }

    public void Dispose() => Directory.Delete(_above, recursive: true);

    private string Workspace => Path.Combine(_above, "workspace");

    private string Journal => Path.Combine(_above, "journal", "events.db");

    private void Chmod(string mode, params string[] path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine([Workspace, .. path]), (UnixFileMode)Convert.ToInt32(mode, 8));
    }

    private void Are(string root, string runs, string journal, string key)
    {
        Chmod(runs, RunFolder.Runs);
        Chmod(journal, WorkspaceNames.Journal);
        Chmod(key, Pseudonyms.KeyFileName);
        Chmod(root);
    }

    private string Wrong(WorkspaceAccess access, string? journal = null) => string.Join(", ",
        new WorkspaceRights(Workspace, journal, access).Look()!.Wrong.Select(entry => $"{entry.Name} 0{Convert.ToString(entry.Mode, 8)}"));

    [Theory]
    [InlineData("755", "755", "644", "600", "runs 0755, journal.db 0644")] // as earlier versions made it
    [InlineData("700", "700", "600", "600", "")]
    [InlineData("755", "700", "600", "600", "")] // a folder that was there: others see names at its top, and nothing else
    [InlineData("700", "755", "644", "600", "")] // nobody else comes in
    [InlineData("750", "755", "644", "600", "runs 0755, journal.db 0644")] // its group does
    [InlineData("750", "700", "604", "600", "")]
    [InlineData("2770", "700", "600", "600", " 0770")] // its group could put another journal in the place of this one
    [InlineData("2770", "2770", "660", "660", " 0770, runs 0770, journal.db 0660, pseudonym.key 0660")]
    public void A_workspace_of_one_user_is_his_alone(string root, string runs, string journal, string key, string wrong)
    {
        Are(root, runs, journal, key);
        Assert.Equal(wrong, Wrong(WorkspaceAccess.Owner));
    }

    [Theory]
    [InlineData("2770", "2770", "660", "660", "")]
    [InlineData("2775", "2770", "660", "660", "")]
    [InlineData("2770", "755", "644", "600", "runs 0755, journal.db 0644, pseudonym.key 0600")] // as earlier versions made it
    [InlineData("2775", "2775", "664", "660", "runs 0775, journal.db 0664")]
    [InlineData("777", "2770", "660", "660", " 0777")]
    [InlineData("755", "2770", "660", "660", " 0755")]
    public void A_workspace_of_a_group_is_open_to_that_and_to_nobody_else(string root, string runs, string journal, string key, string wrong)
    {
        Are(root, runs, journal, key);
        Assert.Equal(wrong, Wrong(WorkspaceAccess.Group));
    }

    [Fact]
    public void What_else_lies_there_is_nobody_s_business()
    {
        Are("755", "700", "600", "600");
        File.WriteAllText(Path.Combine(Workspace, "README"), "");
        Chmod("644", "README");
        Assert.Equal("", Wrong(WorkspaceAccess.Owner));
    }

    [Fact]
    public void A_journal_that_lies_elsewhere_is_looked_at_too()
    {
        Are("700", "700", "600", "600");
        Directory.CreateDirectory(Path.GetDirectoryName(Journal)!);
        Chmod("755", "..", "journal");
        Chmod("755", "..");
        File.WriteAllText(Journal, "");
        Chmod("644", Journal);
        Assert.Equal($"{Journal} 0644", Wrong(WorkspaceAccess.Owner, Journal));
        Chmod("600", Journal);
        Assert.Equal("", Wrong(WorkspaceAccess.Owner, Journal));
    }

    [Fact]
    public void A_workspace_that_is_not_there_has_no_rights() =>
        Assert.Null(new WorkspaceRights(Path.Combine(_above, "nowhere"), null, WorkspaceAccess.Owner).Look());
}
