using System.Text.Json.Serialization;

namespace AxSpa.Benchmarks.Table.Results;

/// <summary>What the last table said of a row.</summary>
/// <param name="Value">Ours over the peer's where there is a peer, else ours.</param>
internal sealed record EarlierResult(double Value, string Date, string Commit);

internal enum AgainstTarget { None, Reached, Missed, NotKnown }

internal enum AgainstBefore { NothingToCompare, Better, AsBefore, Worse }

/// <summary>A row of the table: what was measured, when and on what build, and what stood there before.</summary>
internal sealed record ResultRow
{
    /// <summary>The word by which <c>benchmarks/run</c> measures it.</summary>
    public required string Benchmark { get; init; }
    public required MeasuredRow Measured { get; init; }

    /// <summary>A shorter measurement (<c>--quick</c>).</summary>
    public bool IsQuick { get; init; }
    public required string Date { get; init; }
    public required string Commit { get; init; }

    /// <summary>The load average of a minute before, and the mean of what was running or ready meanwhile, the work itself among it.</summary>
    public double LoadBefore { get; init; }
    public double LoadDuring { get; init; }

    /// <summary>Why there is no figure of ours, or none of the peer although there should be.</summary>
    public string? Failure { get; init; }
    public string? PeerFailure { get; init; }

    public EarlierResult? Before { get; init; }

    /// <summary>Why there is nothing before it to compare with.</summary>
    public string? BeforeNote { get; init; }

    /// <summary>Ours over the peer's, round by round; of another number of rounds the medians' one.</summary>
    [JsonIgnore]
    public Spread? Ratio => Measured.Ours.Count == Measured.Peer.Count
        ? Spread.Of([.. Measured.Ours.Zip(Measured.Peer, (ours, peer) => ours / peer)])
        : (Spread.Of(Measured.Ours), Spread.Of(Measured.Peer)) is ({ } ours, { } theirs) ? Spread.Of([ours.Median / theirs.Median]) : null;

    /// <summary>What a later table compares with: the machine's speed is divided out where there is a peer.</summary>
    [JsonIgnore]
    public double? Value => Failure is null ? (Ratio ?? Spread.Of(Measured.Ours))?.Median : null;

    [JsonIgnore]
    public AgainstTarget Target => Measured.Target is not { } target ? AgainstTarget.None
        : (Measured.TargetIsRatio ? Ratio : Spread.Of(Measured.Ours)) is not { } reached || Failure is not null ? AgainstTarget.NotKnown
        : (Measured.HigherIsBetter ? reached.Median >= target : reached.Median <= target) ? AgainstTarget.Reached : AgainstTarget.Missed;

    /// <summary>Changes within this are none, in the words of the table. Shares are compared by points: half of nearly nothing is nothing.</summary>
    [JsonIgnore]
    public double Tolerance => IsShare ? 1 : Measured.Peer.Count > 0 ? 0.10 : 0.20;

    [JsonIgnore]
    public bool IsShare => Measured.Unit == "%" && Measured.Peer.Count == 0;

    [JsonIgnore]
    public AgainstBefore Change
    {
        get
        {
            if (Before is not { } before || Value is not { } value)
                return AgainstBefore.NothingToCompare;
            var growth = IsShare ? value - before.Value : value / before.Value - 1;
            var worsening = Measured.HigherIsBetter ? -growth : growth;
            return worsening > Tolerance ? AgainstBefore.Worse : worsening < -Tolerance ? AgainstBefore.Better : AgainstBefore.AsBefore;
        }
    }

    /// <summary>It failed, misses its target or is worse than before.</summary>
    [JsonIgnore]
    public bool IsTrouble => Failure is not null || PeerFailure is not null || Target is AgainstTarget.Missed or AgainstTarget.NotKnown
        || Change == AgainstBefore.Worse;
}
