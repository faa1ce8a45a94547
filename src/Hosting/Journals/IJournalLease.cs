namespace AxSpa.Hosting.Journals;

/// <summary>A time in which one coordinator works on the journal: a row of its own record, which is only ever added to.</summary>
/// <param name="Generation">From 1, one more with each coordinator that begins.</param>
/// <param name="Name"><c>host:port</c> of the coordinator.</param>
/// <param name="ExpiresAt">On the journal's clock; null: it ends with its process, by the lock of the operating system.</param>
/// <param name="EndedAt">When it was given up in order; null: it was not, or not yet.</param>
public sealed record Tenure(long Generation, string Name, DateTimeOffset Since, DateTimeOffset? ExpiresAt, DateTimeOffset? EndedAt);

/// <summary>What a question about the lease comes to.</summary>
public abstract record LeaseAnswer
{
    private LeaseAnswer() { }

    /// <summary>It is the asker's.</summary>
    /// <param name="Before">Whose it was, for whoever has just been given it; null: nobody's.</param>
    public sealed record Held(Tenure Tenure, Tenure? Before = null) : LeaseAnswer;

    /// <summary>It is another's, which lives, or whose lease has not run out yet.</summary>
    public sealed record HeldByAnother(Tenure Tenure) : LeaseAnswer;

    /// <summary>The tables of the journal are being made; it can be had in a moment.</summary>
    public sealed record Unprepared : LeaseAnswer;

    /// <summary>This is not the journal any more that the process opened, and will not be again: the process must be started anew.</summary>
    public sealed record Gone(string Why) : LeaseAnswer;
}

/// <summary>
/// The right to be the coordinator of a journal, kept by the journal itself, whatever the cluster believes. It is taken before the first
/// read and renewed on a connection of its own.
/// </summary>
public interface IJournalLease
{
    /// <summary>How long it lasts from the moment at which it was asked for; null: as long as the process lives.</summary>
    TimeSpan? Term { get; }

    /// <summary>Begins a tenure, where no other one lasts.</summary>
    /// <param name="name"><c>host:port</c> of the asker, for people.</param>
    /// <exception cref="JournalAwayException">The journal does not answer.</exception>
    Task<LeaseAnswer> Acquire(string name, CancellationToken stop);

    /// <summary>Prolongs it, also after its end as long as nobody else has begun one.</summary>
    /// <exception cref="JournalAwayException">The journal does not answer.</exception>
    Task<LeaseAnswer> Renew(long generation, CancellationToken stop);

    /// <summary>Ends it at once, so that the next one need not wait for its end.</summary>
    /// <exception cref="JournalAwayException">The journal does not answer: it will end by itself.</exception>
    Task Release(long generation, CancellationToken stop);
}
