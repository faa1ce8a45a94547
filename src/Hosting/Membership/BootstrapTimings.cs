namespace AxSpa.Hosting.Membership;

/// <summary>How long a process that looks for its cluster waits for what.</summary>
/// <remarks>No two clusters with a quorum come of other values, only a slower start: a seed is in one cluster at a time, whatever it promised.</remarks>
internal sealed record BootstrapTimings
{
    public static BootstrapTimings Usual { get; } = new();

    /// <summary>Between two rounds of questions of a listed seed. Others wait twice as long: there may be a thousand of them.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What a seed said longer ago says nothing any more.</summary>
    public TimeSpan BelievedFor { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Before a seed stands that has not heard every other one: whoever is missing may be starting, or be in a cluster.</summary>
    public TimeSpan WaitForAll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Seeds stand one after the other, in ordinal order of their names, so that usually only one asks for votes.</summary>
    public TimeSpan BetweenRanks { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By then a candidate has its votes, or they are split.</summary>
    public TimeSpan GivesWayAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A seed that has not got its votes by then gives up.</summary>
    public TimeSpan CandidacyLasts { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A voter follows nobody else for so long: longer than a candidacy and the first moments of the cluster that came of it.</summary>
    public TimeSpan PromiseLasts { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>A join that has not succeeded by then may go to another seed of a cluster.</summary>
    public TimeSpan JoinElsewhereAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A cluster that this seed tried to join and never heard of again has ended: without a quorum it ends itself after 30 s.</summary>
    public TimeSpan ClusterForgottenAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Refused by a seed in a cluster, and no seed with this process's list heard of for so long: it is this list that is wrong.</summary>
    public TimeSpan RefusalBelievedAfter { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan SayAfter { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan SayEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A member of the same kind would have answered by then.</summary>
    public TimeSpan LookForTlsAfter { get; init; } = TimeSpan.FromSeconds(3);
}
