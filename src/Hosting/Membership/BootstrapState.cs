using System.Collections.Immutable;
using AxSpa.Shared.Protocol;
using static AxSpa.Shared.Protocol.BootstrapProtocol;

namespace AxSpa.Hosting.Membership;

/// <summary>
/// How a process comes into a cluster, and how listed seeds begin one: only with the votes of a quorum of them, none of which is in a cluster.
/// Pure: it is told what happens and when, and says what is to be done.
/// </summary>
/// <remarks>
/// A vote travels over the same links as what comes after it, so a link that works one way makes no beginner. Votes are not written down: a
/// seed that is started again may vote again. Two clusters may then begin, never two with a quorum, and the one without ends itself.
/// </remarks>
/// <param name="Self"><c>host:port</c> of this process.</param>
/// <param name="IsPlain">It speaks TCP without TLS.</param>
internal sealed partial record BootstrapState(string Self, SeedQuorum Quorum, bool IsPlain, BootstrapTimings Timings)
{
    /// <summary>What a seed last said.</summary>
    private sealed record Heard(Standing Standing, bool HasQuorum, bool IsOfOurs, TimeSpan At);

    /// <summary>A vote that was given, and until when nobody else is followed.</summary>
    private sealed record Promise(string To, TimeSpan Until);

    private static readonly StringComparer Names = StringComparer.OrdinalIgnoreCase;

    public Standing Standing { get; private init; }

    public bool HasQuorum { get; private init; }

    /// <summary>Whose cluster is being joined; itself: it is beginning one.</summary>
    public string? Target { get; private init; }

    private long Term { get; init; }

    /// <summary>In <see cref="Term"/>; null: for nobody yet.</summary>
    private string? VotedFor { get; init; }

    private Promise? Promised { get; init; }

    /// <summary>Set while this seed asks for votes in <see cref="Term"/>.</summary>
    private Candidacy? Candidacy { get; init; }

    /// <summary>Candidacies that came to nothing.</summary>
    private int Failures { get; init; }

    /// <summary>Since when enough seeds wait for a cluster to be begun.</summary>
    private TimeSpan? ReadySince { get; init; }

    /// <summary>Another seed is standing.</summary>
    private TimeSpan WaitsUntil { get; init; }

    private TimeSpan JoiningSince { get; init; }

    private TimeSpan ClusterSeenAt { get; init; }

    private ImmutableDictionary<string, Heard> Seeds { get; init; } = ImmutableDictionary.Create<string, Heard>(Names);

    private bool IsListed => Quorum.Lists(Self);

    private bool IsBeginning => Target is not null && Names.Equals(Target, Self);

    private IEnumerable<string> Others => Quorum.Seeds.Where(seed => !Names.Equals(seed, Self));

    /// <summary>Time has passed: <see cref="BootstrapTimings.AskEvery"/>.</summary>
    /// <param name="now">Since any moment; it never goes backwards.</param>
    public (BootstrapState Next, ImmutableArray<BootstrapEffect> Effects) Ticked(TimeSpan now)
    {
        var effects = ImmutableArray.CreateBuilder<BootstrapEffect>();
        if (Standing is Standing.InCluster or Standing.Leaving)
            return (this, []);
        var isOver = Candidacy is { } candidacy && now - candidacy.Since >= Timings.CandidacyLasts;
        var next = (isOver ? this with { Candidacy = null, Failures = Failures + 1, ReadySince = now } : this).Decide(effects, now);
        next.AskAll(effects);
        return (next.SaidWhyItWaits(effects, now), effects.ToImmutable());
    }

    /// <summary>Somebody asks; among the effects is the one answer.</summary>
    public (BootstrapState Next, ImmutableArray<BootstrapEffect> Effects) Asked(AskForCluster question, TimeSpan now)
    {
        var effects = ImmutableArray.CreateBuilder<BootstrapEffect>();
        var next = Quorum.IsOf(question.Seeds) ? Voted(question, now) : NotedMismatch(question, effects);
        var votes = question.WantsVote && next.Standing == Standing.Looking && question.Term == next.Term && Names.Equals(next.VotedFor, question.From)
            && next.Promised is { } promised && now < promised.Until;
        effects.Add(new BootstrapEffect.Reply(new ClusterAnswer(Self, Quorum.Seeds, next.Standing, next.HasQuorum, next.Term, votes)));
        return (next, effects.ToImmutable());
    }

    /// <summary>A seed says where it stands, and perhaps votes for this one.</summary>
    public (BootstrapState Next, ImmutableArray<BootstrapEffect> Effects) Answered(ClusterAnswer answer, TimeSpan now)
    {
        if (Standing is Standing.InCluster or Standing.Leaving || !Quorum.Lists(answer.From))
            return (this, []);
        var effects = ImmutableArray.CreateBuilder<BootstrapEffect>();
        var isOfOurs = Quorum.IsOf(answer.Seeds);
        var next = this with { Seeds = Seeds.SetItem(answer.From, new Heard(answer.Standing, answer.HasQuorum, isOfOurs, now)) };
        next = isOfOurs ? next.Counted(answer, now).Decide(effects, now) : next.Refused(answer, effects, now);
        if (Candidacy is null && next.Candidacy is not null)
            next.AskAll(effects); // at once, and not only with the next round
        return (next, effects.ToImmutable());
    }

    /// <summary>How this process takes part in a cluster, as the cluster itself has it; <see cref="Standing.Looking"/>: in none yet.</summary>
    /// <param name="hasQuorum">Enough listed seeds are up and reachable.</param>
    public BootstrapState Moved(Standing standing, bool hasQuorum) => standing is Standing.InCluster or Standing.Leaving
        ? this with { Standing = standing, HasQuorum = hasQuorum, Candidacy = null, ReadySince = null }
        : this;

    private void AskAll(ImmutableArray<BootstrapEffect>.Builder effects)
    {
        if (!IsBeginning)
            effects.AddRange(Others.Select(seed => new BootstrapEffect.Ask(seed, new AskForCluster(Self, Quorum.Seeds, Term, Candidacy is not null))));
    }

    /// <summary>A new term says that another seed stands, or stood: it is not disturbed.</summary>
    private BootstrapState Counted(ClusterAnswer answer, TimeSpan now) => answer.Term > Term
        ? InTerm(answer.Term) with { ReadySince = null, WaitsUntil = now + Timings.GivesWayAfter }
        : Candidacy is { } candidacy && answer.Votes
            && answer.Term == Term ? this with { Candidacy = candidacy with { Votes = candidacy.Votes.Add(answer.From) } }
        : this;

    /// <summary>Another term: nobody has this seed's vote in it, and it stands no more. What it promised to another holds.</summary>
    private BootstrapState InTerm(long term) => this with
    {
        Term = term,
        VotedFor = null,
        Candidacy = null,
        Promised = Promised is { } promised && !Names.Equals(promised.To, Self) ? promised : null,
    };

    /// <summary>One vote a term; none while another is waited for, while this seed joins a cluster or is in one, or has just heard of one.</summary>
    private BootstrapState Voted(AskForCluster question, TimeSpan now)
    {
        // Who stands itself has not begun a cluster, so it may take its vote for itself back: for a later term, and, where votes are split, for one before it.
        var givesWay = Candidacy is { } candidacy && now - candidacy.Since >= Timings.GivesWayAfter && Names.Compare(question.From, Self) < 0;
        var isTaken = VotedFor is not null && !givesWay;
        var isOld = question.Term < Term || question.Term == Term && isTaken;
        if (!question.WantsVote || isOld || !IsListed || !Quorum.Lists(question.From) || Names.Equals(question.From, Self))
            return this;
        var isBound = Candidacy is null && Promised is { } promised && now < promised.Until && !Names.Equals(promised.To, question.From);
        if (Standing != Standing.Looking || isBound || Clusters(now).Any())
            return this;
        return InTerm(question.Term) with { VotedFor = question.From, Promised = new Promise(question.From, now + Timings.PromiseLasts), ReadySince = null };
    }

    private IEnumerable<KeyValuePair<string, Heard>> Fresh(TimeSpan now) =>
        Seeds.Where(seed => seed.Value.IsOfOurs && now - seed.Value.At <= Timings.BelievedFor);

    /// <summary>Seeds that say they are in a cluster, those with a quorum first.</summary>
    private IEnumerable<KeyValuePair<string, Heard>> Clusters(TimeSpan now) => Fresh(now)
        .Where(seed => seed.Value.Standing == Standing.InCluster)
        .OrderByDescending(seed => seed.Value.HasQuorum).ThenBy(seed => seed.Key, Names);

    private BootstrapState Decide(ImmutableArray<BootstrapEffect>.Builder effects, TimeSpan now)
    {
        if (IsBeginning || Standing is Standing.InCluster or Standing.Leaving)
            return this;
        var clusters = Clusters(now).ToList();
        if (clusters.Count > 0)
            return (this with { ClusterSeenAt = now, Candidacy = null, ReadySince = null }).Joined(clusters[0].Key, clusters[0].Value, effects, now);
        if (!IsListed)
            return this;
        if (Standing == Standing.Joining)
            return HasEnded(now) ? this with { Standing = Standing.Looking, Target = null } : this;
        return Candidacy is null ? Stood(effects, now) : Begun(effects, now);
    }

    /// <summary>Seeds join any cluster of their seeds, or a rest of one would never have a quorum again. Others wait until it has one.</summary>
    private BootstrapState Joined(string seed, Heard heard, ImmutableArray<BootstrapEffect>.Builder effects, TimeSpan now)
    {
        var isTried = Standing == Standing.Joining && (Names.Equals(Target, seed) || now - JoiningSince < Timings.JoinElsewhereAfter);
        if (isTried || !(IsListed || heard.HasQuorum))
            return this;
        effects.Add(new BootstrapEffect.Join(seed));
        return this with { Standing = Standing.Joining, Target = seed, JoiningSince = now };
    }

    /// <summary>
    /// What this seed tried to join is there no more: it was started again, or nobody has spoken of it for long. Sooner would be wrong: its
    /// members may count this seed as one of theirs already.
    /// </summary>
    private bool HasEnded(TimeSpan now) =>
        Fresh(now).Any(seed => Names.Equals(seed.Key, Target) && seed.Value.Standing == Standing.Looking)
            || now - ClusterSeenAt > Timings.ClusterForgottenAfter;

    private BootstrapState Stood(ImmutableArray<BootstrapEffect>.Builder effects, TimeSpan now)
    {
        var free = Fresh(now).Where(seed => seed.Value.Standing == Standing.Looking).Select(seed => seed.Key).ToList();
        if (1 + free.Count < Quorum.Required || Promised is { } promised && now < promised.Until && !Names.Equals(promised.To, Self))
            return this with { ReadySince = null };
        if (now < WaitsUntil)
            return this;
        var next = this with { ReadySince = ReadySince ?? now };
        var wait = free.Count(seed => Names.Compare(seed, Self) < 0) * Timings.BetweenRanks
            + (free.Count < Others.Count() ? Timings.WaitForAll : TimeSpan.Zero) + Pause();
        if (now - next.ReadySince < wait)
            return next;
        next = next with
        {
            Term = Term + 1,
            VotedFor = Self,
            Promised = new Promise(Self, now + Timings.CandidacyLasts),
            Candidacy = new(now, ImmutableHashSet.Create(Names, Self)),
        };
        return next.Begun(effects, now);
    }

    /// <summary>After a candidacy that failed, longer each time, and not as long as another seed's: else two might stand against each other for ever.</summary>
    private TimeSpan Pause()
    {
        if (Failures == 0)
            return TimeSpan.Zero;
        // FNV-1a: the same in every run of a test, and different from seed to seed and term to term.
        var hash = $"{Self.ToUpperInvariant()}/{Term}/{Failures}".Aggregate(2166136261u, (sum, letter) => unchecked((sum ^ letter) * 16777619));
        return TimeSpan.FromMilliseconds(hash % (uint)(2000 * Math.Min(Failures, 5)));
    }

    private BootstrapState Begun(ImmutableArray<BootstrapEffect>.Builder effects, TimeSpan now)
    {
        // A process that was frozen meanwhile must not count on votes that are promised to nobody any more.
        if (Candidacy is not { } candidacy || candidacy.Votes.Count < Quorum.Required || now - candidacy.Since >= Timings.CandidacyLasts)
            return this;
        effects.Add(new BootstrapEffect.Found([.. Quorum.Seeds.Where(candidacy.Votes.Contains)]));
        return this with { Standing = Standing.Joining, Target = Self, Candidacy = null, JoiningSince = now };
    }
}

/// <summary>A seed that stands for the one that begins the cluster.</summary>
/// <param name="Votes"><c>host:port</c> of who votes for it, itself included.</param>
internal sealed record Candidacy(TimeSpan Since, ImmutableHashSet<string> Votes);
