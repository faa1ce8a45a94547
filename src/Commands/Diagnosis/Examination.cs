using System.Collections.Immutable;
using AxSpa.Commands.Cluster;
using AxSpa.Commands.Nodes;
using AxSpa.Hosting.Journals;
using AxSpa.Shared.Protocol;

namespace AxSpa.Commands.Diagnosis;

/// <summary>Asks every node for itself, and the coordinator for its journal and its slots. Who does not answer is a fact too.</summary>
internal sealed class Examination(
    CoordinatorGate coordinator, LeadershipQuestion leadership, INodeFileClient nodeFiles, IClusterMembership cluster, TimeProvider clock)
{
    /// <summary>Some rounds of gossip.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Nodes whose files are asked for in one question: a message has an end.</summary>
    private const int MostProbes = 100;

    public async Task<ClusterFacts> Examine(CancellationToken cancellation)
    {
        var token = Guid.NewGuid().ToString("N");
        var members = cluster.Members;
        var asked = members.Where(member => member.Reachable).Select(member => member.Address).ToList();
        var (journal, nodes, sights, leads) = (Journal(cancellation), GpuNodes(cancellation), Sights(cancellation), leadership.Ask(cancellation));
        var checks = await Task.WhenAll(asked.Select(address => Check(address, token, cancellation)));
        var wrote = checks.Where(check => check.Facts.Check?.Storage is { Trouble: null }).Select(check => check.Address).ToImmutableArray();
        var compared = await Task.WhenAll(checks.Select(check => Compare(check.Address, check.Facts, token, wrote, cancellation)));
        await Task.WhenAll(wrote.Select(address => Forget(address, token, cancellation)));
        var (check, journalTrouble) = await journal;
        var (gpuNodes, coordinatorTrouble) = await nodes;
        return new ClusterFacts(
            members, cluster.Seeds, compared.ToImmutableSortedDictionary(node => node.Address, node => node.Facts, StringComparer.Ordinal),
            coordinatorTrouble, check, journalTrouble, gpuNodes, clock.GetUtcNow())
        {
            Sights = await sights,
            Leadership = await leads,
        };
    }

    /// <summary>While somebody joins or leaves, two seeds may see it a moment apart: who differs is asked twice.</summary>
    private async Task<ImmutableSortedDictionary<string, SeedSight>> Sights(CancellationToken cancellation)
    {
        for (var isLast = false; ; isLast = true)
        {
            var sights = await Task.WhenAll(cluster.Seeds.Select(async seed => KeyValuePair.Create(seed, await Sight(seed, cancellation))));
            var own = NodeFileProtocol.MembersSeen.Of(cluster.Members.Select(member => member.Address), "");
            if (isLast || sights.All(sight => sight.Value.Seen is not { } seen || seen.Hash == own.Hash))
                return sights.ToImmutableSortedDictionary(StringComparer.Ordinal);
            await Task.Delay(LookAgainAfter, clock, cancellation);
        }
    }

    private async Task<SeedSight> Sight(string seed, CancellationToken cancellation)
    {
        try
        {
            return new SeedSight(await nodeFiles.Ask<NodeFileProtocol.MembersSeen>(seed, new NodeFileProtocol.AskMembers(cluster.Self), cancellation), null);
        }
        catch (Exception silent) when (silent is CommandRefusedException or ClusterUnreachableException)
        {
            return new SeedSight(null, silent.Message);
        }
    }

    private async Task<(string Address, ExaminedNode Facts)> Check(string address, string token, CancellationToken cancellation)
    {
        try
        {
            var (sent, sentAt) = (clock.GetUtcNow(), clock.GetTimestamp());
            var check = await nodeFiles.Ask<NodeFileProtocol.NodeCheck>(address, new NodeFileProtocol.CheckNode(token), cancellation);
            // The node reads its clock when the question comes, before it looks at its disk.
            var onTheWay = (clock.GetElapsedTime(sentAt) - check.Took) / 2;
            return (address, new ExaminedNode(check, null, check.Now - sent - onTheWay, []));
        }
        catch (Exception silent) when (silent is CommandRefusedException or ClusterUnreachableException)
        {
            return (address, new ExaminedNode(null, silent.Message, TimeSpan.Zero, []));
        }
    }

    private async Task<(string Address, ExaminedNode Facts)> Compare(
        string address, ExaminedNode facts, string token, ImmutableArray<string> wrote, CancellationToken cancellation)
    {
        if (facts.Check?.Storage is null)
            return (address, facts);
        try
        {
            var unseen = new List<string>();
            foreach (var some in wrote.Chunk(MostProbes))
                unseen.AddRange((await nodeFiles.Ask<NodeFileProtocol.ProbesSeen>(
                    address, new NodeFileProtocol.CompareProbes(token, [.. some]), cancellation)).Missing);
            return (address, facts with { Unseen = [.. unseen] });
        }
        catch (Exception silent) when (silent is CommandRefusedException or ClusterUnreachableException)
        {
            return (address, facts with { Trouble = silent.Message });
        }
    }

    /// <summary>A node that does not hear it removes its file by itself after a minute.</summary>
    private async Task Forget(string address, string token, CancellationToken cancellation)
    {
        try
        {
            await nodeFiles.Ask<NodeFileProtocol.ProbesSeen>(address, new NodeFileProtocol.RemoveProbe(token), cancellation);
        }
        catch (Exception silent) when (silent is CommandRefusedException or ClusterUnreachableException)
        {
        }
    }

    private async Task<(RunProtocol.JournalCheck?, string?)> Journal(CancellationToken cancellation)
    {
        try
        {
            return (await coordinator.Ask<RunProtocol.JournalCheck>(new RunProtocol.CheckJournal(), cancellation), null);
        }
        catch (CommandRefusedException trouble)
        {
            return (null, trouble.Message);
        }
        catch (ClusterUnreachableException)
        {
            return (null, null); // whose fault that is can be told beside the coordinator's other answers
        }
    }

    private async Task<(ImmutableArray<NodeView>, string?)> GpuNodes(CancellationToken cancellation)
    {
        try
        {
            return (await NodePages.All(coordinator, cancellation), null);
        }
        catch (Exception trouble) when (trouble is CommandRefusedException or ClusterUnreachableException)
        {
            return ([], trouble.Message);
        }
    }
}
