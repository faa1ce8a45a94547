using AxSpa.Pipeline.Runs;
using Xunit;

namespace AxSpa.Pipeline.Tests.Runs;

public sealed class FileModesTests : IDisposable
{
    private readonly string _workspace = Directory.CreateTempSubdirectory("axspa-modes-").FullName;

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    private void Made(string name, UnixFileMode mode)
    {
        var path = Path.Combine(_workspace, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(path, "made");
        File.SetUnixFileMode(path, mode);
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("runs/20260102-030405-test/run.yaml")]
    public void An_open_file_is_named_with_what_to_type(string name)
    {
        File.SetUnixFileMode(_workspace, (UnixFileMode)0b111_101_101);
        Made(name, (UnixFileMode)0b110_100_100);
        var trouble = FileModes.Trouble(_workspace);
        Assert.Equal($"{name} has mode 0644", trouble?.Open);
        Assert.Equal($"chmod -R go-rwx {_workspace}", trouble?.Command);
        File.SetUnixFileMode(Path.Combine(_workspace, name), (UnixFileMode)0b110_000_000);
        Assert.Null(FileModes.Trouble(_workspace));
    }

    [Fact]
    public void What_lies_in_a_folder_that_nobody_else_may_enter_is_closed()
    {
        Made("journal.db", (UnixFileMode)0b110_100_100);
        File.SetUnixFileMode(_workspace, (UnixFileMode)0b111_000_000);
        Assert.Null(FileModes.Trouble(_workspace));
    }
}
