using System.Globalization;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AxSpa.Coordinator.Placing;
using AxSpa.Coordinator.Runs;
using AxSpa.Hosting;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Hosting.Disk;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator;

/// <summary>What a node says is believed as far as it was looked at; one whose results are not on disk as it says is put out of service.</summary>
public sealed partial class CoordinatorActor
{
    /// <param name="Trouble">Of the coordinator with the workspace; null: it read back what it wrote.</param>
    private sealed record Probed(NodeId Node, string Problem, string? Trouble) : INoSerializationVerificationNeeded;

    private const int ProbeBytes = 1 << 16;

    /// <summary>Who was named in the log, and for what: a node says everything again and again.</summary>
    private readonly HashSet<string> _namedForTheirWords = [];
    private const int MostNamed = 1000;

    private NodeDoubts _doubts = NodeDoubts.None;

    private void ReceiveDoubts()
    {
        Command<NodeProtocol.INodeWord>(word => NodeWords.Problem(word) is not null || IsOfAnother(word), OnUnbelievable);
        Command<RunMessages.ResultLookedAt>(OnResultLookedAt);
        Command<Probed>(OnProbed);
    }

    private bool IsOfAnother(NodeProtocol.INodeWord word) =>
        NodeWords.IsOfAnother(word, Sender, () => Cluster.Get(Context.System).State.Members.Select(member => member.UniqueAddress));

    /// <summary>It goes no further. Where it would end an attempt, that ends as a failed one of this node: else it would be told for ever.</summary>
    private void OnUnbelievable(NodeProtocol.INodeWord word)
    {
        var problem = NodeWords.Problem(word) ?? "it speaks for another node, or another life of its own";
        if (_namedForTheirWords.Count < MostNamed && _namedForTheirWords.Add($"{Sender.Path.Address} {word.GetType().Name} {problem}"))
            _log.Warning("Not believed, from {Sender}: {Word}: {Problem}", Sender.Path.Address, word.GetType().Name, problem);
        if (NodeWords.Ended(word) is not var (attempt, node) || IsOfAnother(word))
            return;
        ToAttempt(attempt, new NodeProtocol.JobFailed(attempt, node, FailureKind.Unverified, $"What its node said of its end is not believed: {problem}."));
        OnDoubt(node, problem);
    }

    private void OnResultLookedAt(RunMessages.ResultLookedAt looked)
    {
        if (looked.Problem is not { } problem)
        {
            _doubts = _doubts.Without(looked.Node);
            return;
        }
        _log.Warning("The result of {Attempt} from {Node} does not verify: {Problem}", looked.Attempt, looked.Node, problem);
        OnDoubt(looked.Node, problem);
    }

    private void OnDoubt(NodeId node, string problem)
    {
        _doubts = _doubts.AfterOneMore(node);
        if (_doubts.AreTooMany(node) && _index.Nodes.Of(node)?.ForAll is null)
            ProbeFor(node, problem);
    }

    /// <summary>A file server that is sick spoils the results of every node; then none is to blame.</summary>
    private void ProbeFor(NodeId node, string problem) => _disk.Do(DiskLane.Questions, null, Self,
        store => new Probed(node, problem, TroubleOf(store)), busy => new Probed(node, problem, busy.Message));

    private static string? TroubleOf(IWorkspaceStore store)
    {
        var name = StoreName.Of($".probe-{Guid.NewGuid():N}");
        try
        {
            var content = RandomNumberGenerator.GetBytes(ProbeBytes);
            store.Write(name, content);
            return store.ReadAll(name, ProbeBytes) is { } read && read.AsSpan().SequenceEqual(content) ? null : "what was written reads back as something else";
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return trouble.Message;
        }
        finally
        {
            try
            {
                store.Delete(name);
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                // A file of a name that says what it is.
            }
        }
    }

    private void OnProbed(Probed probed)
    {
        if (!_doubts.AreTooMany(probed.Node))
            return;
        if (probed.Trouble is { } trouble)
        {
            _log.Error("Results of {Node} do not verify, and the coordinator itself cannot use {Workspace} either ({Trouble}): the node is not excluded. "
                + "Look at the file server.",
                probed.Node, _workspace, trouble);
            return;
        }
        _doubts = _doubts.Without(probed.Node);
        var reason = string.Create(CultureInfo.InvariantCulture, $"{NodeDoubts.Most} results in a row did not verify; {probed.Problem}");
        var decision = _index.Nodes.On(new NodeOrders.ExcludeNode(
            probed.Node.ToString(), null, MessageLimits.Cut(reason, MessageLimits.Reason - " ...".Length)),
            Now);
        if (decision.Happened is null)
            return;
        _log.Error("Node {Node} is excluded: {Reason}. Look at its disk, its share and what runs there; 'node enable {Again}' takes it back.", probed.Node,
            reason, probed.Node);
        Remember(decision.Happened, () => _placement.Tell(new PlacementActor.NewTerms(_index.Nodes)));
    }
}
