using System.Text.RegularExpressions;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Specification;

/// <summary>The specification that the README shows is one that the program accepts.</summary>
public sealed partial class ReadmeExample
{
    [Fact]
    public void The_specification_in_the_README_is_accepted_as_it_stands()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "AxSpa.Cluster.sln")))
            root = root.Parent!;
        var yaml = YamlBlock().Match(File.ReadAllText(Path.Combine(root.FullName, "README.md"))).Groups[1].Value;

        var run = RunYaml.Parse(yaml, "README.md", root.FullName);

        Assert.Equal("my-first-run", run.Name);
        Assert.Equal([64, 64, 32], run.Mri!.Input.Size);
        Assert.NotNull(run.Clinical);
    }

    [GeneratedRegex(@"```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
