using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

public sealed class PseudonymTests
{
    [Fact]
    public void A_patient_has_one_pseudonym_in_a_workspace_and_another_elsewhere()
    {
        using var one = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var pseudonym = Pseudonyms.Of(one.Path)["AX-0012"];
        Assert.Matches("^P-[0-9a-f]{12}$", pseudonym);
        Assert.True(Pseudonyms.IsOne(pseudonym));
        Assert.All(["AX-0012", "P-3FA94C01B2D7", "P-3fa94c01b2d", "P-3fa94c01b2d7 ", "p-3fa94c01b2d7"], text => Assert.False(Pseudonyms.IsOne(text)));
        Assert.Equal(pseudonym, Pseudonyms.Of(one.Path)["AX-0012"]);
        Assert.NotEqual(pseudonym, Pseudonyms.Of(one.Path)["AX-0013"]);
        Assert.NotEqual(pseudonym, Pseudonyms.Of(other.Path)["AX-0012"]);
    }

    [Fact]
    public void Only_the_owner_may_read_the_key()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights");
        using var workspace = new TemporaryFolder();
        _ = Pseudonyms.Of(workspace.Path);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(workspace[Pseudonyms.KeyFileName]));
        Assert.Equal([workspace[Pseudonyms.KeyFileName]], Directory.GetFileSystemEntries(workspace.Path));
    }

    [Fact]
    public void A_workspace_that_is_kept_for_its_group_has_a_key_for_its_group()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var workspace = new TemporaryFolder();
        new WorkspaceIdentity("00ff", "11ee").Write(workspace.Path);
        File.SetUnixFileMode(WorkspaceIdentity.PathIn(workspace.Path), WorkspaceAccess.Group.File);
        _ = Pseudonyms.Of(workspace.Path);
        var mode = File.GetUnixFileMode(workspace[Pseudonyms.KeyFileName]);
        Assert.True(mode.HasFlag(UnixFileMode.GroupRead), $"{mode}");
        Assert.Equal(UnixFileMode.None, mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
    }

    [Fact]
    public void Many_who_ask_at_once_get_the_same_key()
    {
        using var workspace = new TemporaryFolder();
        var names = new string[16];
        Parallel.For(0, names.Length, i => names[i] = Pseudonyms.Of(workspace.Path)["AX-0012"]);
        Assert.Single(names.Distinct());
        Assert.Equal([workspace[Pseudonyms.KeyFileName]], Directory.GetFileSystemEntries(workspace.Path));
    }

    [Fact]
    public void A_file_that_is_no_key_is_refused_and_left_alone()
    {
        using var workspace = new TemporaryFolder();
        File.WriteAllText(workspace[Pseudonyms.KeyFileName], "short");
        Assert.Contains("holds 5 bytes", Assert.Throws<RefusedInputException>(() => Pseudonyms.Of(workspace.Path)).Message);
        Assert.Equal("short", File.ReadAllText(workspace[Pseudonyms.KeyFileName]));
    }

    [Fact]
    public void Who_holds_the_key_and_the_files_finds_the_patient_again()
    {
        using var made = new MadeCohort();
        var run = new RunFolder(made.Workspace, new RunId("20260101-000000-test"));
        Directory.CreateDirectory(run.Root);
        Assert.Contains("no pseudonym comes from it",
            Assert.Throws<RefusedInputException>(() => PseudonymSearch.Of("P-000000000000", made.Workspace, null)).Message);
        File.WriteAllText(run.Split, "patient_id,set,fold\nAX-007,train,0\nAX-008,test,\n");
        var pseudonyms = Pseudonyms.Of(made.Workspace);
        Assert.Equal([("AX-008", "run 20260101-000000-test")], PseudonymSearch.Of(pseudonyms["AX-008"], made.Workspace, null).Patients);
        Assert.Empty(PseudonymSearch.Of(pseudonyms["p7"], made.Workspace, null).Patients);
        Assert.Equal([("p7", $"row 7 (line 8) of {made.Table}")], PseudonymSearch.Of(pseudonyms["p7"], made.Workspace, (made.Table, "patient_id")).Patients);
    }
}
