using System.Xml.Linq;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>Which room may carry which packages, and in which versions.</summary>
public sealed class Packages
{
    private static readonly string[] Actors = ["Akka"];
    private static readonly string[] Torch = ["TorchSharp", "libtorch"];
    private static readonly string[] Drawing = ["ScottPlot", "SkiaSharp"];
    private static readonly string[] Databases = ["Microsoft.Data.Sqlite", "SQLitePCL", "Npgsql", "linq2db"];

    /// <summary>Start of the names of packages that bring native libraries.</summary>
    private static readonly string[] Native = [.. Torch, .. Drawing, "Microsoft.Data.Sqlite", "SQLitePCL"];

    [Fact]
    public void The_science_has_neither_actors_nor_native_code() => Lacks("Pipeline", [.. Actors, .. Native]);

    [Theory]
    [InlineData("Models")]
    [InlineData("Plots")]
    [InlineData("ReportPack")]
    [InlineData("Trainer")]
    public void What_computes_knows_nothing_of_actors(string room) => Lacks(room, Actors);

    [Theory]
    [InlineData("Shared")]
    [InlineData("Hosting")]
    [InlineData("Views")]
    [InlineData("Commands")]
    [InlineData("Seed")]
    [InlineData("Coordinator")]
    [InlineData("GpuNode")]
    [InlineData("Monitoring")]
    [InlineData("Pbm")]
    [InlineData("Standalone")]
    public void A_process_of_the_cluster_carries_neither_Torch_nor_plots(string room) => Lacks(room, [.. Torch, .. Drawing]);

    /// <summary>A person's terminal speaks to a cluster and is no part of one.</summary>
    [Theory]
    [InlineData("Shared")]
    [InlineData("Views")]
    [InlineData("Pbm")]
    public void What_pbm_is_made_of_carries_neither_actors_nor_a_database_driver(string room) => Lacks(room, [.. Actors, .. Databases]);

    [Fact]
    public void Only_the_trainer_and_the_tests_of_the_models_carry_libtorch()
    {
        string[] allowed = ["Models.Tests", "Trainer"];
        var carriers = Project.All.Values.Where(project => project.Packages.Any(IsLibtorch)).Select(project => project.Name);
        Assert.DoesNotContain(carriers, name => !allowed.Contains(name) && !IsBenchmark(name));
    }

    [Fact]
    public void No_other_output_folder_holds_libtorch()
    {
        var bin = Path.Combine(Repository.Root, "artifacts", "bin");
        var folders = Directory.Exists(bin)
            ? Directory.EnumerateFiles(bin, "libtorch_cpu.so", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(bin, path).Split('/')[0])
            : [];
        Assert.DoesNotContain(folders, name => name is not ("Trainer" or "Models.Tests") && !IsBenchmark(name));
    }

    [Fact]
    public void All_actor_packages_are_on_one_version()
    {
        var versions = CentralVersions().Where(package => package.Name.StartsWith("Akka", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(versions);
        Assert.All(versions, package => Assert.Equal("$(AkkaVersion)", package.Version));
    }

    [Fact]
    public void Versions_are_exact_and_stand_in_one_place()
    {
        Assert.All(Project.All.Values, project => Assert.Empty(project.PinnedPackages));
        Assert.All(CentralVersions(), package => Assert.DoesNotContain(package.Version, character => character is '*' or '[' or '('
            && !package.Version.StartsWith("$(", StringComparison.Ordinal)));
    }

    private static void Lacks(string room, string[] prefixes) =>
        Assert.DoesNotContain(Project.All[room].PackagesInClosure(),
            package => prefixes.Any(prefix => package.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    private static bool IsBenchmark(string project) => project.EndsWith("Benchmarks", StringComparison.Ordinal);

    private static bool IsLibtorch(string package) =>
        package.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase) || package.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Name, string Version)> CentralVersions() =>
        XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(item => ((string)item.Attribute("Include")!, (string)item.Attribute("Version")!));
}
