using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Until when each granted attempt is believed to be alive. Renewals are not persisted: after a recovery every open lease
/// gets one full term. Time is monotonic, and a gap of half a lease (a frozen process) gives every lease a fresh term.
/// </summary>
internal sealed class LeaseTable(TimeProvider clock)
{
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(30);

    private readonly Dictionary<AttemptId, (NodeId Node, long RenewedAt)> _leases = [];
    private long _lookedAt = clock.GetTimestamp();

    public IReadOnlyList<(AttemptId Attempt, NodeId Node)> All => [.. _leases.Select(lease => (lease.Key, lease.Value.Node))];

    public IReadOnlyList<NodeId> Nodes => [.. _leases.Values.Select(lease => lease.Node).Distinct()];

    public NodeId? NodeOf(AttemptId attempt) => _leases.TryGetValue(attempt, out var lease) ? lease.Node : null;

    public void Renew(AttemptId attempt, NodeId node) => _leases[attempt] = (node, clock.GetTimestamp());

    public void End(AttemptId attempt) => _leases.Remove(attempt);

    public void Clear() => _leases.Clear();

    public IReadOnlyList<(AttemptId Attempt, NodeId Node)> Of(NodeId node) =>
        [.. _leases.Where(lease => lease.Value.Node == node).Select(lease => (lease.Key, node))];

    /// <summary>Those that were not renewed for so long, each with the time that has passed.</summary>
    public IReadOnlyList<(AttemptId Attempt, NodeId Node, TimeSpan Silent)> Quiet(TimeSpan atLeast) =>
        [.. _leases.Select(lease => (lease.Key, lease.Value.Node, clock.GetElapsedTime(lease.Value.RenewedAt))).Where(lease => lease.Item3 >= atLeast)];

    /// <summary>The leases that ran out; asked about once a second.</summary>
    public IReadOnlyList<(AttemptId Attempt, NodeId Node)> Expired()
    {
        var wasFrozen = clock.GetElapsedTime(_lookedAt) > Term / 2;
        _lookedAt = clock.GetTimestamp();
        if (wasFrozen)
        {
            foreach (var attempt in _leases.Keys.ToList())
                Renew(attempt, _leases[attempt].Node);
            return [];
        }
        return [.. _leases.Where(lease => clock.GetElapsedTime(lease.Value.RenewedAt) > Term).Select(lease => (lease.Key, lease.Value.Node))];
    }
}
