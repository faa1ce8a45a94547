using System.Runtime.Versioning;
using AxSpa.Pbm.Typing;

namespace AxSpa.Pbm.Tests.Typing;

public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-history-").FullName;

    private string File => Path.Combine(_folder, "axspa", "pbm-history");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_there_again_at_the_next_prompt()
    {
        var first = new History(File);
        first.Add("run list");
        first.Add("node list");
        Assert.Equal(["run list", "node list"], new History(File).Lines);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Only_its_owner_can_read_the_file_whoever_made_it()
    {
        new History(File).Add("run list");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        new History(File).Add("node list");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(" run list")]
    [InlineData("run list")]
    public void Nothing_a_secret_and_the_same_again_are_not_kept(string line)
    {
        var history = new History(File);
        history.Add("run list");
        history.Add(line);
        Assert.Equal(["run list"], new History(File).Lines);
    }

    [Fact]
    public void The_oldest_lines_are_forgotten_in_memory_and_in_the_file()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllLines(File, Enumerable.Range(0, History.MostLines + 500).Select(number => $"run {number}"));
        var history = new History(File);
        Assert.Equal((History.MostLines, "run 500"), (history.Lines.Count, history.Lines[0]));
        Assert.Equal(History.MostLines, System.IO.File.ReadAllLines(File).Length);
        history.Add("new");
        Assert.Equal((History.MostLines, "new"), (history.Lines.Count, history.Lines[^1]));
    }

    [Fact]
    public void Two_prompts_at_once_keep_each_others_lines()
    {
        var (one, other) = (new History(File), new History(File));
        one.Add("run list");
        other.Add("node list");
        Assert.Equal(["run list", "node list"], new History(File).Lines);
    }

    [Fact]
    public void Where_nothing_can_be_written_lines_last_as_long_as_the_prompt()
    {
        var history = new History("/proc/nowhere/history");
        history.Add("run list");
        Assert.Equal(["run list"], history.Lines);
    }
}
