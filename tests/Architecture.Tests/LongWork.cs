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

    /// <summary>The compiler refuses the thread pool by name (build/BannedSymbols.txt). Behind an <c>await</c> a thread's work goes on there unnamed.</summary>
    [Theory, MemberData(nameof(Rooms))]
    public void No_thread_is_begun_for_what_would_go_on_in_the_pool(string room) =>
        Assert.Empty(from path in Repository.Files($"src/{room}", "*.cs")
                     from line in File.ReadAllLines(Path.Combine(Repository.Root, path))
                     where AsyncThread().IsMatch(line)
                     select $"{path}: {line.Trim()}");

    [Fact]
    public void Every_ban_has_its_reason_and_so_has_every_exception()
    {
        var bans = Repository.Read("build/BannedSymbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith(';'));
        Assert.All(bans, ban => Assert.Matches("^[MPTF]:[^;]+;.{40,}$", ban));
        var exceptions = from path in Repository.Files("src", "*.cs")
                         from line in File.ReadAllLines(Path.Combine(Repository.Root, path))
                         where line.Contains("RS0030", StringComparison.Ordinal)
                         select line;
        Assert.All(exceptions, line => Assert.Matches("""\[SuppressMessage\("ApiDesign", "RS0030", Justification = ".{20,}"\)\]""", line));
    }

    [GeneratedRegex(@"^(?!\s*//).*new Thread\([^)]*async\b")]
    private static partial Regex AsyncThread();
}
