using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Tests.Runs;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Coordinator.Tests.Placing;

/// <summary>Who may speak for a node: that member, in that life of its.</summary>
public sealed class NodeWordsTests
{
    private static readonly NodeId Life = new("10.0.0.1", 2551, 42);
    private static readonly AttemptId Attempt = new(new RunId("r"), new JobId("mri-0"), 1);

    private static readonly ImmutableArray<UniqueAddress> Members =
    [
        new(new Address("akka.ssl.tcp", "axspa", "10.0.0.1", 2551), 42), new(new Address("akka.ssl.tcp", "axspa", "10.0.0.2", 2551), 7),
    ];

    /// <summary>A sender whose address is all that is asked of it.</summary>
    private sealed class At(string host, int port) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(new Address("akka.ssl.tcp", "axspa", host, port)) / "user" / "node";

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }

    private static NodeProtocol.INodeWord[] Said(NodeId by) =>
    [
        new NodeProtocol.NodeReport(by, [new SlotView(0, "cpu", SlotStatus.Free)], []),
        new NodeProtocol.JobCompleted(Attempt, by, [], MadeRun.NoFigures),
        new NodeProtocol.JobFailed(Attempt, by, FailureKind.Crashed, "code 139"),
        new NodeProtocol.FileNotVisible(Attempt, by, "/c.csv", "is not there"),
    ];

    [Theory]
    [InlineData("10.0.0.1", 2551, 42, false)]
    [InlineData("10.0.0.1", 2551, 43, true)] // a life that is not
    [InlineData("10.0.0.1", 2552, 42, true)] // another process of the machine
    [InlineData("10.0.0.2", 2551, 7, true)] // another member
    [InlineData("10.0.0.3", 2551, 1, true)] // nobody
    public void Only_a_member_itself_in_the_life_that_it_has_speaks_for_it(string host, int port, long incarnation, bool isOfAnother) => Assert.All(
        Said(new NodeId(host, port, incarnation)), word => Assert.Equal(isOfAnother, NodeWords.IsOfAnother(word, new At("10.0.0.1", 2551), () => Members)));

    [Fact]
    public void A_member_that_is_not_yet_known_here_is_believed_under_its_own_address() =>
        Assert.All(Said(Life), word => Assert.False(NodeWords.IsOfAnother(word, new At("10.0.0.1", 2551), () => [])));

    [Fact]
    public void What_nodes_say_day_by_day_can_be() => Assert.All(Said(Life), word => Assert.Null(NodeWords.Problem(word)));
}
