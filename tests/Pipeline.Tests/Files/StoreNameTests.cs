using AxSpa.Pipeline.Files;
using Xunit;

namespace AxSpa.Pipeline.Tests.Files;

public sealed class StoreNameTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("runs/../private/key")]
    [InlineData("..")]
    [InlineData("runs/./a")]
    [InlineData("runs//a")]
    [InlineData("runs/")]
    [InlineData("runs\\a")]
    [InlineData("a\0b")]
    public void A_name_leads_nowhere_else(string path) =>
        Assert.Contains("is no name in a workspace", Assert.Throws<IOException>(() => StoreName.Of(path)).Message);

    [Theory]
    [InlineData("/w/runs/a", "runs/a")]
    [InlineData("runs/a", "runs/a")]
    [InlineData("/w/runs/../volumes", "volumes")]
    public void A_path_below_the_workspace_has_a_name(string path, string name) => Assert.Equal(name, StoreName.In("/w", path).Path);

    [Theory]
    [InlineData("/w")]
    [InlineData("/elsewhere/a")]
    [InlineData("/w/../a")]
    public void A_path_that_does_not_lie_below_it_has_none(string path) => Assert.Throws<IOException>(() => StoreName.In("/w", path));

    [Fact]
    public void Its_last_part_stands_after_the_last_slash() => Assert.Equal(("a.csv", "b"), (StoreName.Of("runs/r/a.csv").Last, StoreName.Of("b").Last));
}
