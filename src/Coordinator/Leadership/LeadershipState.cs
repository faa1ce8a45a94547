using System.Collections.Immutable;
using AxSpa.Hosting.Journals;
using AxSpa.Hosting.Membership;

namespace AxSpa.Coordinator.Leadership;

/// <summary>
/// Whether this coordinator may work: a majority of the listed seeds is up, workspace and journal belong together, and the journal's lease
/// is its own. Pure; times are read from a clock of this process that is never set.
/// </summary>
/// <param name="Term">How long a lease lasts from the moment at which it was asked for; null: as long as the process.</param>
internal sealed record LeadershipState(SeedQuorum Quorum, TimeSpan? Term)
{
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(10);

    /// <summary>Work ends so long before the lease does: what stops it looks at the clock twice a second.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>A seed that is started again must not stop the work; two coordinators are kept apart by the lease.</summary>
    public static readonly TimeSpan QuorumGrace = TimeSpan.FromSeconds(30);

    /// <summary>What is damaged is read again, for it may be restored, but ever less often: up to every 8 minutes.</summary>
    private const int MostDoublings = 5;

    private enum Phase { Waiting, Working, Ending }

    private Phase Now { get; init; } = Phase.Waiting;
    private TimeSpan? WithoutQuorumSince { get; init; } = TimeSpan.Zero;
    private bool? IsBound { get; init; }
    private bool IsComparing { get; init; }
    private TimeSpan CompareAt { get; init; }
    private bool IsAsking { get; init; }
    private TimeSpan AskAt { get; init; }
    private TimeSpan ValidUntil { get; init; }
    private Tenure? Before { get; init; }
    private TimeSpan ReadAgainAt { get; init; }
    private int Unreadable { get; init; }

    public ImmutableArray<string> Up { get; init; } = [];

    /// <summary>Ours, or ours once and nobody else's since as far as we know.</summary>
    public Tenure? Tenure { get; init; }

    /// <summary>Whose the lease was when we last asked; null: nobody's.</summary>
    public Tenure? Other { get; init; }

    /// <summary>Why they do not belong together; null: they do, or it is not known.</summary>
    public string? Binding { get; init; }

    /// <summary>Why the journal cannot be asked.</summary>
    public string? Trouble { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public string? Damage { get; init; }

    public bool IsWorking => Now == Phase.Working;

    /// <summary>What it waits for needs somebody who mends it.</summary>
    public bool WaitsForPeople => (Damage ?? Binding) is not null;

    /// <summary>The workspace, or the journal, has not answered yet whether they belong together.</summary>
    public bool IsBindingUnknown => IsBound is null;

    public bool HasQuorum => WithoutQuorumSince is null;

    /// <param name="now">Of the clock that all times here are of.</param>
    public (LeadershipState State, ImmutableArray<LeadershipEffect> Effects) On(LeadershipEvent happened, TimeSpan now) => Apply(happened, now).Decide(now);

    private LeadershipState Apply(LeadershipEvent happened, TimeSpan now) => happened switch
    {
        LeadershipEvent.Looked looked => this with { Up = looked.Up, WithoutQuorumSince = Quorum.IsMet(looked.Up) ? null : WithoutQuorumSince ?? now },
        LeadershipEvent.Bound => this with { IsComparing = false, IsBound = true, Binding = null, Trouble = null, CompareAt = now + CompareEvery },
        LeadershipEvent.NotBound not => this with { IsComparing = false, IsBound = false, Binding = not.Why, CompareAt = now + CompareEvery },
        // What is known holds until something else is: a share that is away for a moment ends nobody's work.
        LeadershipEvent.BindingUnknown unknown => this with
        {
            IsComparing = false,
            Trouble = unknown.Why,
            CompareAt = now + (IsBound is true ? CompareEvery : AskAgainAfter),
        },
        LeadershipEvent.Answered answered => Answered(answered.Answer, answered.SentAt, now),
        LeadershipEvent.Unanswered failed => this with { IsAsking = false, Trouble = failed.Why, AskAt = now + AskAgainAfter },
        LeadershipEvent.Damaged damaged => this with
        {
            Damage = damaged.Why,
            Unreadable = Unreadable + 1,
            ReadAgainAt = now + CoordinatorActor.JournalPause * (1 << Math.Min(Unreadable, MostDoublings)),
        },
        LeadershipEvent.Ended => this with { Now = Phase.Waiting },
        _ => throw new InvalidOperationException($"{happened.GetType().Name} is no event of leadership."),
    };

    private LeadershipState Answered(LeaseAnswer answer, TimeSpan sentAt, TimeSpan now)
    {
        var heard = this with { IsAsking = false, AskAt = now + AskAgainAfter, Trouble = null, Other = null };
        return answer switch
        {
            LeaseAnswer.Held held => heard with
            {
                Tenure = held.Tenure,
                Before = Tenure is null ? held.Before : Before,
                AskAt = sentAt + RenewEvery,
                ValidUntil = Term is { } term ? sentAt + term : TimeSpan.MaxValue,
            },
            LeaseAnswer.HeldByAnother another => heard with { Tenure = null, Other = another.Tenure },
            LeaseAnswer.Gone gone => heard with { Tenure = null, Trouble = gone.Why },
            LeaseAnswer.Unprepared => heard with { Trouble = "its tables are being made" },
            _ => throw new InvalidOperationException($"{answer.GetType().Name} is no answer about the lease."),
        };
    }

    private (LeadershipState, ImmutableArray<LeadershipEffect>) Decide(TimeSpan now)
    {
        var (next, effects) = (this, ImmutableArray.CreateBuilder<LeadershipEffect>());
        if (next.Now == Phase.Working && next.WhyNot(now) is { } why)
        {
            // Everything is looked at anew before it works again.
            var isBound = next.IsBound is true;
            next = next with { Now = Phase.Ending, Before = null, IsBound = isBound ? null : next.IsBound, CompareAt = isBound ? now : next.CompareAt };
            effects.Add(new LeadershipEffect.StandDown(why));
        }
        if (next.Now == Phase.Waiting && next.Tenure is { } unused && (next.IsBound is false || next.LacksQuorum(now)))
        {
            next = next with { Tenure = null };
            effects.Add(new LeadershipEffect.Release(unused.Generation));
        }
        if (!next.IsComparing && now >= next.CompareAt && next.HasQuorum)
        {
            next = next with { IsComparing = true };
            effects.Add(new LeadershipEffect.CompareBinding(IsWorking: next.IsWorking));
        }
        if (!next.IsAsking && now >= next.AskAt && (next.Tenure is not null || next.Now == Phase.Waiting && next.HasQuorum && next.IsBound is true))
        {
            next = next with { IsAsking = true };
            effects.Add(next.Tenure is { } held ? new LeadershipEffect.Renew(held.Generation) : new LeadershipEffect.Acquire());
        }
        if (next.Now == Phase.Waiting && next.HasQuorum && next.IsBound is true && now >= next.ReadAgainAt && next.WhyNot(now) is null)
        {
            next = next with { Now = Phase.Working, Damage = null };
            effects.Add(new LeadershipEffect.Begin(next.Tenure!, next.Before));
        }
        return (next, effects.ToImmutable());
    }

    private bool LacksQuorum(TimeSpan now) => now - WithoutQuorumSince >= QuorumGrace;

    /// <returns>For people, why it may not work; null: it may.</returns>
    private string? WhyNot(TimeSpan now) =>
        Tenure is null ? Other is { } other ? $"{other.Name} has taken the lease of the journal over" : Trouble ?? "it has no lease"
        : now >= ValidUntil - Margin ? $"its lease of the journal could not be renewed in time{(Trouble is null ? "" : $" ({Trouble})")}"
        : LacksQuorum(now) ? LeadershipText.NoQuorum(this)
        : IsBound is false ? Binding
        : ReadAgainAt > now ? Damage
        : null;
}
