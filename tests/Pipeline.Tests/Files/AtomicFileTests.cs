using System.Diagnostics;
using AxSpa.Pipeline.Files;
using Xunit;

namespace AxSpa.Pipeline.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-atomic-").FullName;

    private string File => Path.Combine(_folder, "weights.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_write_that_fails_in_the_middle_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(File, "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(File, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("old", System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Who_looks_while_it_is_written_sees_the_old_file_whole()
    {
        AtomicFile.Write(File, "old");

        AtomicFile.Write(File, stream =>
        {
            stream.Write("new and longer"u8);
            stream.Flush();
            Assert.Equal("old", System.IO.File.ReadAllText(File));
        });

        Assert.Equal("new and longer", System.IO.File.ReadAllText(File));
    }

    /// <summary>A real file system of 64 kB.</summary>
    [Fact]
    public void A_full_disk_is_an_IOException_and_leaves_nothing()
    {
        if (!Mount(_folder))
            Assert.Skip("needs the right to mount a small tmpfs");
        try
        {
            AtomicFile.Write(File, "old");
            Assert.Throws<IOException>(() => AtomicFile.Write(File, stream => stream.Write(new byte[1 << 20])));
            Assert.Equal("old", System.IO.File.ReadAllText(File));
            Assert.Equal([File], Directory.GetFiles(_folder));
        }
        finally
        {
            Run("umount", _folder);
        }
    }

    /// <summary>
    /// The system calls, told by the kernel: what is renamed is on disk under its new name before anybody hears of it, and so is each folder that was made for
    /// it.
    /// </summary>
    [Fact]
    public void A_name_is_on_disk_before_the_write_is_done()
    {
        AtomicFile.Write(Path.Combine(_folder, "runs", "r", "run.yaml"), "name: x");
        foreach (var folder in new[] { _folder, Path.Combine(_folder, "runs"), Path.Combine(_folder, "runs", "r") })
            FolderSync.Flush(folder);
        Assert.Throws<IOException>(() => FolderSync.Flush(Path.Combine(_folder, "nowhere")));
        // A folder that cannot be flushed because it is none of a disk is no trouble.
        FolderSync.Flush("/proc/self");
    }

    private static bool Mount(string folder) => Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
