using System.Text.Json;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>What the build really put together, transitive packages included: the deps.json files beside the programs.</summary>
public sealed class BuiltOutputs
{
    [Fact]
    public void Every_actor_package_that_the_cluster_loads_has_the_same_version()
    {
        var versions = Libraries("Standalone").Where(library => library.Name.StartsWith("Akka", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(versions);
        Assert.Single(versions.Select(library => library.Version).Distinct());
    }

    [Theory]
    [InlineData("Coordinator")]
    [InlineData("GpuNode")]
    [InlineData("Standalone")]
    public void No_process_of_the_cluster_loads_Torch(string room) =>
        Assert.DoesNotContain(Libraries(room), library => library.Name.Contains("torch", StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("Akka")]
    [InlineData("Sqlite")]
    [InlineData("SQLitePCL")]
    [InlineData("Npgsql")]
    [InlineData("linq2db")]
    public void Beside_pbm_lies_nothing_of_actors_and_no_database_driver(string library) =>
        Assert.DoesNotContain(Libraries("Pbm"), found => found.Name.Contains(library, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_science_brings_no_native_library() =>
        Assert.DoesNotContain(Libraries("Pipeline"), library => library.HasNativeFiles);

    private sealed record Library(string Name, string Version, bool HasNativeFiles);

    private static List<Library> Libraries(string room)
    {
        // artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var file = Path.Combine(configuration.Parent!.Parent!.FullName, room, configuration.Name, $"AxSpa.{room}.deps.json");
        if (!File.Exists(file))
            Assert.Skip($"needs {room} built in the same configuration ({configuration.Name}); ./axspa test does that");

        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Select(entry => (Parts: entry.Name.Split('/'), entry.Value))
            .Select(entry => new Library(entry.Parts[0], entry.Parts[1],
                entry.Value.TryGetProperty("native", out _) || entry.Value.TryGetProperty("runtimeTargets", out var files)
                    && files.EnumerateObject().Any(asset => asset.Value.GetProperty("assetType").GetString() == "native")))];
    }
}
