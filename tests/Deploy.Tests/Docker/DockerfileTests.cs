using System.Text.Json;
using System.Text.RegularExpressions;
using AxSpa.GpuNode;
using Xunit;

namespace AxSpa.Deploy.Tests.Docker;

/// <summary>The images are made of what is in the repository, and start what is in them.</summary>
public sealed partial class DockerfileTests
{
    private static readonly Dockerfile File = Dockerfile.Read();

    private static IEnumerable<(Stage Stage, string[] Words)> Copies =>
        from stage in File.Stages
        from line in stage.Instructions
        where line.Word == "COPY"
        select (stage, line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void There_is_a_target_for_each_role() =>
        Assert.Equal(["coordinator", "gpunode", "gpunode-cuda", "pbm", "seed", "standalone"], File.Roles.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_base_is_an_earlier_stage_or_an_image_in_an_exact_version()
    {
        var earlier = new List<string>();
        foreach (var stage in File.Stages)
        {
            if (!earlier.Contains(stage.Base))
                Assert.Matches(@"^[\w./-]+:\d+\.\d+(\.\d+)?(-\w+)?$", File.Arguments[stage.Base.Trim('$', '{', '}')]);
            earlier.Add(stage.Name);
        }
        Assert.Equal(earlier.Count, earlier.Distinct().Count());
    }

    [Fact]
    public void The_SDK_is_of_the_line_that_global_json_names()
    {
        var wanted = JsonDocument.Parse(Repository.Read("global.json")).RootElement.GetProperty("sdk").GetProperty("version").GetString()!;
        Assert.StartsWith($"mcr.microsoft.com/dotnet/sdk:{wanted[..wanted.LastIndexOf('.')]}.", File.Arguments["SDK_IMAGE"]);
    }

    [Fact]
    public void Everything_that_is_copied_from_the_repository_is_there_and_sent_along()
    {
        var sent = Repository.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToHashSet();
        var copied = Copies.Where(copy => !copy.Words[0].StartsWith("--", StringComparison.Ordinal)).SelectMany(copy => copy.Words[..^1]).ToList();
        Assert.All(copied, path => Assert.True(Repository.Has(path), path));
        Assert.Equal(sent.Order(StringComparer.Ordinal), copied.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Everything_that_is_copied_from_a_stage_was_made_there()
    {
        Assert.All(Copies.Where(copy => copy.Words[0].StartsWith("--from=", StringComparison.Ordinal)), copy =>
        {
            var from = File.Stages.Single(stage => stage.Name == copy.Words[0]["--from=".Length..]);
            Assert.True(Array.IndexOf([.. File.Stages], from) < Array.IndexOf([.. File.Stages], copy.Stage));
            Assert.True(copy.Words[1].StartsWith("/usr/share/dotnet", StringComparison.Ordinal)
                || from.Instructions.Any(line => line.Text.Contains($"-o {copy.Words[1]}", StringComparison.Ordinal)),
                copy.Words[1]);
        });
    }

    [Fact]
    public void Every_project_that_is_published_is_there_and_what_starts_is_published()
    {
        var published = File.Stages.SelectMany(stage => stage.Instructions).SelectMany(line => Published().Matches(line.Text)).ToList();
        Assert.All(published, project => Assert.True(Repository.Has(project.Groups[1].Value), project.Value));
        var programs = published.Select(project => $"{project.Groups[3].Value}/AxSpa.{project.Groups[2].Value}").ToHashSet();
        Assert.All(File.Roles, role => Assert.Contains(File.EntryPointOf(role)[0], programs));
    }

    [Theory]
    [InlineData("gpunode", true)]
    [InlineData("gpunode-cuda", true)]
    [InlineData("standalone", true)]
    [InlineData("seed", false)]
    [InlineData("coordinator", false)]
    [InlineData("pbm", false)]
    public void Only_what_computes_carries_the_trainer_and_the_library_for_boosting(string role, bool computes)
    {
        var lines = File.Layers(role).SelectMany(stage => stage.Instructions).ToList();
        // Where the program looks for it.
        var beside = Path.Combine(Path.GetDirectoryName(Dockerfile.Axspa)!, TrainerProgram.FolderBeside);
        Assert.Equal(computes, lines.Any(line => line.Word == "COPY" && line.Text.EndsWith($" {beside}", StringComparison.Ordinal)));
        Assert.Equal(computes, lines.Any(line => line.Text.Contains("libxgboost0", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_runs_as_root() => Assert.All(File.Roles, role => Assert.Equal("10001:10001", File.UserOf(role)));

    [GeneratedRegex(@"dotnet publish (src/(\w+)/\w+\.csproj)[^&]*? -o (\S+)")]
    private static partial Regex Published();
}
