using AxSpa.Shared.Wire;

namespace AxSpa.Shared.Protocol;

/// <summary>Which coordinator works. The one that the cluster has chosen answers, also while it may not work yet.</summary>
public static class LeadershipProtocol
{
    public sealed record AskLeadership : IWireMessage;

    /// <param name="Coordinator"><c>host:port</c> of who answers.</param>
    /// <param name="Since">On the journal's clock; null: it does not work, and <paramref name="WaitingFor"/> says why.</param>
    /// <param name="Generation">How many coordinators have worked on this journal, this one included.</param>
    /// <param name="WaitingFor">For people; null: it works.</param>
    public sealed record Leadership(string Coordinator, DateTimeOffset? Since, long? Generation, string? WaitingFor) : IWireMessage;
}
