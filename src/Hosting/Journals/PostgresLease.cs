using Npgsql;

namespace AxSpa.Hosting.Journals;

/// <summary>
/// The lease as the newest row of <c>axspa_tenure</c>, on the database's clock. The older rows are the journal's own record of who worked when.
/// </summary>
/// <param name="connection">Used by nothing else.</param>
/// <param name="journal">Its name, for people.</param>
/// <param name="holder">What the sessions of this process's journal say they are of.</param>
internal sealed class PostgresLease(string connection, string journal, string holder, TimeSpan term) : IJournalLease
{
    /// <summary>A question that hangs must be over long before the lease is.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private const string Newest =
        "select generation, holder, name, acquired_at, expires_at, ended_at, expires_at > clock_timestamp() from axspa_tenure order by generation desc limit 1";

    public TimeSpan? Term => term;

    public Task<LeaseAnswer> Acquire(string name, CancellationToken stop) => Ask<LeaseAnswer>(async (database, within) =>
    {
        if (!await PostgresFence.Stands(database, journal, within))
            return new LeaseAnswer.Unprepared();
        // Who only waits for its end must not hold up the writes of whoever has it.
        if (await ReadNewest(database, within) is { IsMine: false, Lasts: true } another)
            return new LeaseAnswer.HeldByAnother(another.Tenure);
        await using var transaction = await database.BeginTransactionAsync(within);
        await PostgresFence.Execute(database, PostgresFence.Alone, within);
        var before = await ReadNewest(database, within);
        if (before is { IsMine: false, Lasts: true })
            return new LeaseAnswer.HeldByAnother(before.Tenure);
        if (before is { IsMine: true, Lasts: true })
            await Change("update axspa_tenure set ended_at = clock_timestamp() where generation = @generation", before.Tenure.Generation, database, within);
        await using var insert = new NpgsqlCommand("""
            insert into axspa_tenure (generation, holder, name, acquired_at, renewed_at, expires_at)
            select @generation, @holder, @name, now, now, now + @term from (select clock_timestamp() as now) clock
            """, database);
        insert.Parameters.AddWithValue("generation", (before?.Tenure.Generation ?? 0) + 1);
        insert.Parameters.AddWithValue("holder", holder);
        insert.Parameters.AddWithValue("name", name);
        insert.Parameters.AddWithValue("term", term);
        await insert.ExecuteNonQueryAsync(within);
        var taken = await ReadNewest(database, within);
        await transaction.CommitAsync(within);
        return new LeaseAnswer.Held(taken!.Tenure, before?.Tenure);
    }, stop);

    public Task<LeaseAnswer> Renew(long generation, CancellationToken stop) => Ask<LeaseAnswer>(async (database, within) =>
    {
        await using var transaction = await database.BeginTransactionAsync(within);
        await PostgresFence.Execute(database, PostgresFence.Together, within);
        var newest = await ReadNewest(database, within);
        if (newest is null)
            return new LeaseAnswer.Gone(
                $"{journal}: the table axspa_tenure is empty, though this coordinator has its row there: the database was restored or made anew. "
                + "Start this coordinator again.");
        if (!newest.IsMine || newest.Tenure.Generation != generation || newest.Tenure.EndedAt is not null)
            return new LeaseAnswer.HeldByAnother(newest.Tenure);
        await Change(
            "update axspa_tenure set renewed_at = clock_timestamp(), expires_at = clock_timestamp() + @term where generation = @generation",
            generation, database, within);
        var renewed = await ReadNewest(database, within);
        await transaction.CommitAsync(within);
        return new LeaseAnswer.Held(renewed!.Tenure);
    }, stop);

    public Task Release(long generation, CancellationToken stop) => Ask(async (database, within) =>
    {
        await using var transaction = await database.BeginTransactionAsync(within);
        await PostgresFence.Execute(database, PostgresFence.Together, within);
        // One that ran out, and was followed by another, ended then: the record is not written anew.
        await Change("""
            update axspa_tenure tenure set ended_at = least(clock_timestamp(), expires_at)
            where generation = @generation and holder = @holder and ended_at is null
                and not exists (select 1 from axspa_tenure newer where newer.generation > tenure.generation)
            """, generation, database, within);
        await transaction.CommitAsync(within);
        return true;
    }, stop);

    private sealed record Row(Tenure Tenure, bool IsMine, bool Lasts);

    private async Task<Row?> ReadNewest(NpgsqlConnection database, CancellationToken stop)
    {
        await using var question = new NpgsqlCommand(Newest, database);
        await using var row = await question.ExecuteReaderAsync(stop);
        if (!await row.ReadAsync(stop))
            return null;
        var ended = await row.IsDBNullAsync(5, stop) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(5);
        return new Row(
            new Tenure(row.GetInt64(0), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), ended),
            row.GetString(1) == holder, ended is null && row.GetBoolean(6));
    }

    private async Task Change(string sql, long generation, NpgsqlConnection database, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, database);
        command.Parameters.AddWithValue("generation", generation);
        command.Parameters.AddWithValue("holder", holder);
        command.Parameters.AddWithValue("term", term);
        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task<T> Ask<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> question, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(AnswerWithin);
        var within = patience.Token;
        try
        {
            // Leaving a connection to a server that hangs takes its own time, which nobody need wait for.
            return await Answer().WaitAsync(within);
        }
        catch (Exception away) when (PostgresJournal.IsAway(away) || away is OperationCanceledException && !stop.IsCancellationRequested)
        {
            throw new JournalAwayException(away is OperationCanceledException ? "it does not answer" : PostgresJournal.Words(away), away);
        }

        async Task<T> Answer()
        {
            await using var database = new NpgsqlConnection(connection);
            await database.OpenAsync(within);
            return await question(database, within);
        }
    }
}
