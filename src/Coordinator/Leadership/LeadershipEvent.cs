using System.Collections.Immutable;
using AxSpa.Hosting.Journals;

namespace AxSpa.Coordinator.Leadership;

/// <summary>What happens to a coordinator that works, or wants to.</summary>
internal abstract record LeadershipEvent
{
    private LeadershipEvent() { }

    /// <summary>Time has passed.</summary>
    /// <param name="Up"><c>host:port</c> of the members that are up and reachable.</param>
    public sealed record Looked(ImmutableArray<string> Up) : LeadershipEvent;

    /// <summary>Workspace and journal belong together.</summary>
    public sealed record Bound : LeadershipEvent;

    /// <summary>They do not.</summary>
    public sealed record NotBound(string Why) : LeadershipEvent;

    /// <summary>They could not be compared.</summary>
    public sealed record BindingUnknown(string Why) : LeadershipEvent;

    /// <param name="SentAt">When the question was sent: a lease lasts no longer here than from then on.</param>
    public sealed record Answered(LeaseAnswer Answer, TimeSpan SentAt) : LeadershipEvent;

    /// <summary>The question about the lease has no answer.</summary>
    public sealed record Unanswered(string Why) : LeadershipEvent;

    /// <summary>The journal cannot be read, and not because it is away.</summary>
    public sealed record Damaged(string Why) : LeadershipEvent;

    /// <summary>The coordinator's work has ended, all its actors included.</summary>
    public sealed record Ended : LeadershipEvent;
}

/// <summary>What is to be done.</summary>
internal abstract record LeadershipEffect
{
    private LeadershipEffect() { }

    /// <param name="IsWorking">Nothing is bound that is not yet, and a workspace that is away is its own trouble.</param>
    public sealed record CompareBinding(bool IsWorking) : LeadershipEffect;

    public sealed record Acquire : LeadershipEffect;

    public sealed record Renew(long Generation) : LeadershipEffect;

    public sealed record Release(long Generation) : LeadershipEffect;

    /// <summary>Read the journal, and work.</summary>
    public sealed record Begin(Tenure Tenure, Tenure? Before) : LeadershipEffect;

    /// <summary>Stop at once: nothing more is commanded.</summary>
    public sealed record StandDown(string Why) : LeadershipEffect;
}
