using System.Text.Json;
using AxSpa.Support;

namespace AxSpa.Commands.Tests.Cluster;

public sealed class ClusterCommandTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Theory]
    [InlineData("cluster status", "akka.tcp://axspa@127.0.0.1:4053 | [coordinator,seed] | up |  | ")]
    [InlineData("cluster leader", "akka.tcp://axspa@127.0.0.1:4053")]
    [InlineData("actor system", "akka://axspa")]
    [InlineData("actor hierarchy -s /user", "akka://axspa/user/node\nakka://axspa/user/node/slot-0")]
    [InlineData("actor hierarchy -s akka://axspa/user -d 1", "akka://axspa/user/node")]
    [InlineData("actor hierarchy -s /user/node/slot-0", "")]
    [InlineData("cluster leave", "akka.tcp://axspa@127.0.0.1:4053 leaving")]
    [InlineData("cluster leave -a 127.0.0.1:4055", "akka.tcp://axspa@127.0.0.1:4055 leaving")]
    [InlineData("cluster down -a akka.tcp://axspa@127.0.0.1:4055 --yes", "akka.tcp://axspa@127.0.0.1:4055 down")]
    [InlineData("cluster down-unreachable --yes", "akka.tcp://axspa@127.0.0.1:4055 down\nCount: 1 node")]
    public async Task A_command_that_ops_know_answers_in_the_form_they_know(string line, string expected)
    {
        var said = await _room.Run(line);
        Assert.Equal((0, expected), (said.Exit, said.Out));
        JsonDocument.Parse((await _room.Run(line + " -o json")).Out).Dispose();
    }

    [Fact]
    public async Task What_is_to_go_is_told_to_the_cluster()
    {
        await _room.Run("cluster leave -a 127.0.0.1:4055");
        await _room.Run("cluster down -a 127.0.0.1:4055 --yes");
        await _room.Run("cluster down-unreachable --yes");
        Assert.Equal([$"leave {FakeMembership.Gpu}", $"down {FakeMembership.Gpu}", $"down {FakeMembership.Gpu}"], _room.Membership.Done);
    }

    [Theory]
    [InlineData("cluster down --yes", "which one?")]
    [InlineData("cluster down -a 127.0.0.1:9 --yes", "127.0.0.1:9 is no member of the cluster. There are: akka.tcp://axspa@127.0.0.1:4053")]
    [InlineData("cluster leave -a nobody", "nobody is no member")]
    [InlineData("actor hierarchy -d 0", "a whole number from 1 to 20")]
    [InlineData("actor hierarchy -s /user/nobody", "There is no actor /user/nobody")]
    [InlineData("cluster message hello --clear", "not both")]
    [InlineData("cluster message ' '", "one line of 1 to 300 characters")]
    public async Task What_cannot_be_meant_is_refused(string line, string expected)
    {
        var said = await _room.Run(line);
        Assert.Equal(2, said.Exit);
        Assert.Contains(expected, said.Err);
        Assert.Empty(_room.Membership.Done);
    }

    [Fact]
    public async Task Without_a_leader_nobody_is_named()
    {
        _room.Membership.Leader = null;
        Assert.Equal(3, (await _room.Run("cluster leader")).Exit);
    }

    [Fact]
    public async Task A_message_stands_beside_every_list_until_it_is_cleared()
    {
        Assert.Equal("There is no message.", (await _room.Run("cluster message")).Out);
        Assert.Equal("message: the cluster stops at six (since 2026-11-23 12:00:00Z)", (await _room.Run("cluster message 'the cluster stops at six'")).Out);
        foreach (var line in new[] { "run list", "node list", "cluster show", "run list -o json" })
        {
            var said = await _room.Run(line);
            Assert.Equal("message: the cluster stops at six (since 2026-11-23 12:00:00Z)", said.Err);
            Assert.DoesNotContain("message", said.Out);
        }
        await _room.Run("cluster message --clear");
        Assert.Equal("", (await _room.Run("run list")).Err);
    }

    [Fact]
    public async Task The_members_are_shown_though_nobody_can_say_the_message()
    {
        await using var room = new CommandRoom(answerWithin: TimeSpan.FromMilliseconds(50));
        room.Cluster.IsSilent = true;
        var said = await room.Run("cluster show");
        Assert.Equal((0, ""), (said.Exit, said.Err));
        Assert.EndsWith("Count: 2 nodes", said.Out);
    }

    [Fact]
    public async Task A_node_in_no_cluster_says_who_makes_one()
    {
        _room.Membership.Members = [];
        var said = await _room.Run("cluster show");
        Assert.Equal((0, "Count: 0 nodes"), (said.Exit, said.Out));
        Assert.Contains($"in no cluster yet; a new cluster is begun by the listed seed, {FakeMembership.Seed}", said.Err);
    }
}
