using Xunit;

namespace AxSpa.Chaos.Tests;

public sealed class SmallDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-small-disk-").FullName;

    [Fact]
    public void A_workspace_that_is_away_is_an_empty_folder_and_comes_back_whole()
    {
        using var disk = new SmallDisk(_folder);
        File.WriteAllText(Path.Combine(disk.Workspace, "kept"), "x");
        disk.Hide();
        Assert.Empty(Directory.GetFileSystemEntries(disk.Workspace));
        Assert.True(File.Exists(Path.Combine(disk.Files, "kept")));
        disk.Show();
        Assert.Equal("x", File.ReadAllText(Path.Combine(disk.Workspace, "kept")));
        Assert.Equal(disk.Workspace, disk.Files);
        Assert.Empty(disk.Misplaced());
    }

    [Fact]
    public void What_is_written_while_it_is_away_is_found()
    {
        using var disk = new SmallDisk(_folder);
        File.WriteAllText(Path.Combine(disk.Workspace, "pseudonym.key"), "first");
        for (var time = 0; time < 2; time++)
        {
            disk.Hide();
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(disk.Workspace, "runs")).FullName, "pseudonym.key"), "second");
            disk.Show();
        }
        Assert.Equal(["runs", "runs/pseudonym.key", "runs", "runs/pseudonym.key"], disk.Misplaced());
        Assert.Equal(3, disk.Everywhere("pseudonym.key").Count());
    }

    [Fact]
    public void A_full_disk_has_room_again_afterwards()
    {
        if (!SmallDisk.IsPossible)
            return; // the disk of this machine is not to be filled
        using var disk = new SmallDisk(_folder);
        disk.Fill();
        Assert.Throws<IOException>(() => File.WriteAllText(Path.Combine(disk.Workspace, "more"), "x"));
        disk.Free();
        File.WriteAllText(Path.Combine(disk.Workspace, "more"), "x");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
