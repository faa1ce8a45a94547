using System.Text.RegularExpressions;
using Xunit;

namespace AxSpa.Architecture.Tests;

/// <summary>
/// The thread pool and the dispatchers of a clustered process carry its heartbeats: sixteen busy loops on them made a node
/// unreachable within 5 s. What computes for long does so in a trainer process, or on a thread of its own.
/// </summary>
public sealed partial class LongWork
{
    /// <summary>The rooms whose code runs inside a member of the cluster.</summary>
    private static readonly string[] Clustered = ["Shared", "Hosting", "Views", "Commands", "Seed", "Coordinator", "GpuNode", "Monitoring", "Standalone"];

    public static TheoryData<string> Rooms => [.. Clustered];

    [Theory, MemberData(nameof(Rooms))]
    public void Nothing_that_learns_can_be_called_inside_a_member_of_the_cluster(string room) =>
        Assert.DoesNotContain(Project.All[room].Closure(), project => project.Name is "Models" or "Trainer");

    [Theory, MemberData(nameof(Rooms))]
    public void Nothing_is_handed_to_the_thread_pool(string room) =>
        Assert.Empty(from path in Repository.Files($"src/{room}", "*.cs")
                     from line in File.ReadAllLines(Path.Combine(Repository.Root, path))
                     where ToThePool().IsMatch(line)
                     select $"{path}: {line.Trim()}");

    [GeneratedRegex(@"^(?!\s*//).*(\bTask\.Run\(|\bTask\.Factory\b|\bThreadPool\.|\bParallel\.|\.AsParallel\(|TaskCreationOptions\.LongRunning|new Thread\([^)]*async\b)")]
    private static partial Regex ToThePool();
}
