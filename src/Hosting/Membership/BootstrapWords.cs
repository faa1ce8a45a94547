using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Shared.Protocol;
using static AxSpa.Shared.Protocol.BootstrapProtocol;

namespace AxSpa.Hosting.Membership;

/// <summary>What a process that looks for its cluster tells people, and how it deals with who was told of other seeds.</summary>
internal sealed partial record BootstrapState
{
    /// <summary>How the line begins that says why this process waits.</summary>
    public const string NoCluster = "No cluster lets this process in yet";

    /// <summary>A log that would name ever new strangers forgets them all now and then.</summary>
    private const int MostRemembered = 1000;

    private TimeSpan SaidAt { get; init; } = TimeSpan.MinValue;

    private TimeSpan? Began { get; init; }

    private TimeSpan LookedForTlsAt { get; init; } = TimeSpan.MinValue;

    private TimeSpan? RefusedSince { get; init; }

    private ImmutableHashSet<string> MismatchedPeers { get; init; } = ImmutableHashSet.Create<string>(Names);

    private BootstrapState SaidWhyItWaits(ImmutableArray<BootstrapEffect>.Builder effects, TimeSpan now)
    {
        var next = this with { Began = Began ?? now };
        var waited = now - next.Began.Value;
        if (IsPlain && waited >= Timings.LookForTlsAfter && (LookedForTlsAt == TimeSpan.MinValue || now - LookedForTlsAt >= Timings.SayEvery))
        {
            effects.AddRange(Others.Where(seed => !Seeds.ContainsKey(seed)).Select(seed => new BootstrapEffect.LookForTls(seed)));
            next = next with { LookedForTlsAt = now };
        }
        if (waited < Timings.SayAfter || SaidAt != TimeSpan.MinValue && now - SaidAt < Timings.SayEvery)
            return next;
        effects.Add(new BootstrapEffect.Warn(WhyItWaits(now)));
        return next with { SaidAt = now };
    }

    private string WhyItWaits(TimeSpan now) => string.Create(CultureInfo.InvariantCulture,
        $"{NoCluster}; it goes on asking {string.Join(", ", Others.Select(seed => $"{seed} ({Said(seed, now)})"))}. ")
        + (Quorum.Seeds.Length == 1 ? $"A new cluster is begun by {Quorum.Seeds[0]}."
            : string.Create(CultureInfo.InvariantCulture, $"A new cluster is begun by {Quorum.Required} of the {Quorum.Seeds.Length} listed seeds together."));

    private string Said(string seed, TimeSpan now) => Seeds.GetValueOrDefault(seed) is not { } heard || now - heard.At > Timings.BelievedFor ? "no answer"
        : !heard.IsOfOurs ? "it has another list of seeds"
        : heard.Standing == Standing.Looking ? "in no cluster either"
        : heard.Standing == Standing.Joining ? "joining one"
        : heard.Standing == Standing.Leaving ? "leaving its cluster"
        : heard.HasQuorum ? "in a cluster" : "in a cluster without a quorum of seeds";

    /// <summary>
    /// A seed in a cluster that has another list refuses this process. It believes that when most seeds of its list say so; one alone may be the
    /// one that is wrong, and must not end all others at a cold start, unless no seed has this process's list.
    /// </summary>
    private BootstrapState Refused(ClusterAnswer answer, ImmutableArray<BootstrapEffect>.Builder effects, TimeSpan now)
    {
        if (answer.Standing != Standing.InCluster)
        {
            if (!MismatchedPeers.Contains(answer.From))
                effects.Add(new BootstrapEffect.Warn($"{answer.From} is not counted on: {Both(answer.From, answer.Seeds)}"));
            return Remember(answer.From);
        }
        var next = this with { RefusedSince = Seeds.Values.Any(seed => seed.IsOfOurs && now - seed.At <= Timings.BelievedFor) ? null : RefusedSince ?? now };
        var refused = Seeds.Values.Count(seed => seed is { IsOfOurs: false, Standing: Standing.InCluster } && now - seed.At <= Timings.BelievedFor);
        if (2 * refused > Others.Count() || now - next.RefusedSince >= Timings.RefusalBelievedAfter)
            effects.Add(new BootstrapEffect.End($"This process was refused by the cluster of {answer.From}: {Both(answer.From, answer.Seeds)}"));
        return next;
    }

    private BootstrapState NotedMismatch(AskForCluster question, ImmutableArray<BootstrapEffect>.Builder effects)
    {
        if (!MismatchedPeers.Contains(question.From))
            effects.Add(new BootstrapEffect.Warn($"{question.From} was refused: {Both(question.From, question.Seeds)}"));
        return Remember(question.From);
    }

    private BootstrapState Remember(string peer) =>
        this with { MismatchedPeers = (MismatchedPeers.Count < MostRemembered ? MismatchedPeers : MismatchedPeers.Clear()).Add(peer) };

    private string Both(string other, ImmutableArray<string> theirs) =>
        $"its seeds are {(theirs.IsEmpty ? "none" : string.Join(", ", theirs.Order(Names)))}, those of this process "
        + $"{string.Join(", ", Quorum.Seeds.Order(Names))}. "
        + $"Give {other} and this process the same --seeds, in any order; docs/operating.md says how a list is changed.";
}
