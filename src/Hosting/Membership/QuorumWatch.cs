using System.Collections.Immutable;

namespace AxSpa.Hosting.Membership;

/// <summary>
/// Whether a member still sees enough of the listed seeds. One that does not is on the wrong side of something: it takes no new work, and
/// ends itself when that does not pass. Pure: it is told what is seen, and when.
/// </summary>
/// <remarks>
/// The split brain resolver looks at the members that there are, and an island of one has all of its members. This looks at the list.
/// </remarks>
/// <param name="Patience">How long a quorum may be away.</param>
internal sealed record QuorumWatch(SeedQuorum Quorum, TimeSpan Patience)
{
    /// <summary>What is to be told: once, at each change.</summary>
    public enum Change { None, Lost, Back, Over }

    /// <summary>The first moments of a new cluster are no loss: the others are just joining it.</summary>
    private static readonly TimeSpan FirstMoments = TimeSpan.FromSeconds(5);

    private bool WasMet { get; init; }

    private bool IsTold { get; init; }

    private bool IsOver { get; init; }

    /// <summary>Null: the quorum is met, or this process has not been up yet.</summary>
    public TimeSpan? LostSince { get; private init; }

    /// <param name="isUp">This process is or was up; until then it only waits.</param>
    /// <param name="seen"><c>host:port</c> of the members that are up and reachable.</param>
    /// <param name="now">Since any moment; it never goes backwards.</param>
    public (QuorumWatch Next, Change Change) Saw(bool isUp, ImmutableArray<string> seen, TimeSpan now)
    {
        if (IsOver || !isUp)
            return (this, Change.None);
        if (Quorum.IsMet(seen))
            return (this with { WasMet = true, IsTold = false, LostSince = null }, IsTold ? Change.Back : Change.None);
        var next = this with { LostSince = LostSince ?? now };
        var away = now - next.LostSince.Value;
        if (away >= Patience)
            return (next with { IsOver = true }, Change.Over);
        return !IsTold && (WasMet || away >= FirstMoments) ? (next with { IsTold = true }, Change.Lost) : (next, Change.None);
    }
}
