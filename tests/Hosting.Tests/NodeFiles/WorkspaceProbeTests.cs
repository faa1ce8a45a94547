using AxSpa.Hosting.NodeFiles;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Files;
using Xunit;

namespace AxSpa.Hosting.Tests.NodeFiles;

public sealed class WorkspaceProbeTests : IDisposable
{
    private static readonly string Token = new('a', 32);
    private const string First = "akka.tcp://axspa@10.0.0.1:4053", Second = "akka.tcp://axspa@10.0.0.2:4053";

    private readonly string _workspace = Directory.CreateTempSubdirectory("axspa-probe-").FullName;
    private readonly string _another = Directory.CreateTempSubdirectory("axspa-probe-").FullName;

    public void Dispose()
    {
        Directory.Delete(_workspace, recursive: true);
        Directory.Delete(_another, recursive: true);
    }

    [Fact]
    public void A_node_writes_and_reads_for_real_and_leaves_nothing()
    {
        var (probe, store) = (new WorkspaceProbe(First), new PosixWorkspace(_workspace));
        var check = probe.Write(store, Token);
        Assert.Null(check.Trouble);
        Assert.True(check.WriteMilliseconds > 0 && check.FreeBytes > 0 && check.TotalBytes >= check.FreeBytes);
        Assert.Single(Directory.GetFiles(_workspace));
        probe.Remove(store, Token);
        Assert.Empty(Directory.GetFiles(_workspace));
    }

    [Fact]
    public void Nodes_see_each_other_in_one_folder_and_not_in_two()
    {
        var (here, elsewhere, first, second) = (
            new PosixWorkspace(_workspace), new PosixWorkspace(_another), new WorkspaceProbe(First), new WorkspaceProbe(Second));
        first.Write(here, Token);
        second.Write(here, Token);
        Assert.Empty(first.Missing(here, Token, [First, Second]));
        second.Write(elsewhere, Token);
        Assert.Equal([First], second.Missing(elsewhere, Token, [First, Second]));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_trouble_with_its_reason() =>
        Assert.Contains("nowhere", new WorkspaceProbe(First).Write(new PosixWorkspace(Path.Combine(_workspace, "nowhere")), Token).Trouble);

    [Theory]
    [InlineData("../../x")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_token_is_no_path(string token) =>
        Assert.Throws<RefusedInputException>(() => new WorkspaceProbe(First).Write(new PosixWorkspace(_workspace), token));
}
