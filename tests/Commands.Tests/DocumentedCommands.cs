using AxSpa.Commands.Runs;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;
using AxSpa.Support;

namespace AxSpa.Commands.Tests;

public sealed class DocumentedCommands
{
    [Fact]
    public void The_page_about_pbm_has_every_command_as_help_shows_it()
    {
        var coordinator = new CoordinatorGate(Akka.Actor.ActorRefs.Nobody, TimeSpan.FromSeconds(1), TimeProvider.System);
        var follower = new RunFollower(coordinator, TimeProvider.System, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var services = new CommandServices(coordinator, coordinator, follower, new FakeMembership(), new FakeNodeFiles(), TimeProvider.System);
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "pbm.md"));
        var usages = CommandList.Of(services).Select(command => command.Description.Usage).ToList();
        Assert.All(usages, usage => Assert.Contains($"| `{usage}` |", page));
        Assert.Equal(usages.Count, page.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    /// <summary>docs/keys.md has a row for each role that names its commands; a command that changes something stands in one of them.</summary>
    [Theory]
    [InlineData(AccessRole.Operator)]
    [InlineData(AccessRole.Admin)]
    public void The_page_about_keys_says_which_role_each_command_needs(AccessRole role)
    {
        var coordinator = new CoordinatorGate(Akka.Actor.ActorRefs.Nobody, TimeSpan.FromSeconds(1), TimeProvider.System);
        var follower = new RunFollower(coordinator, TimeProvider.System, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var commands = CommandList.Of(new CommandServices(coordinator, coordinator, follower, new FakeMembership(), new FakeNodeFiles(), TimeProvider.System));
        var row = File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "keys.md"))
            .Single(line => line.StartsWith($"| `{role.ToString().ToLowerInvariant()}` |", StringComparison.Ordinal));
        var named = System.Text.RegularExpressions.Regex.Matches(row.Split('|')[2], "`([^`]+)`").Select(match => match.Groups[1].Value);
        Assert.Equal(commands.Where(command => command.Description.Needs == role).Select(command => command.Description.FullName).Order(), named.Order());
    }

    [Fact]
    public void The_page_shows_a_request_as_it_is_sent()
    {
        var request = new PbmRequest("run", "list", ["--state", "failed"], OutputFormat.Table, []);
        Assert.Contains(System.Text.Encoding.UTF8.GetString(PbmJson.Write(request)), File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "pbm.md")));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AxSpa.Cluster.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
