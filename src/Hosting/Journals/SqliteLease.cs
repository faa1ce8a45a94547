using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AxSpa.Hosting.Journals;

/// <summary>
/// The lease of a file is the operating system's lock beside it, which ends with its process. What the lock does not see is looked
/// for at each renewal: whether the file is still the one that was opened. Its table of tenures is a record, as in PostgreSQL.
/// </summary>
internal sealed class SqliteLease(SqliteJournal journal, TimeProvider clock) : IJournalLease
{
    private readonly string _holder = Guid.NewGuid().ToString("N");

    public TimeSpan? Term => null;

    public Task<LeaseAnswer> Acquire(string name, CancellationToken stop) => Ask(open =>
    {
        using var transaction = open.BeginTransaction(deferred: false);
        Execute(open, """
            create table if not exists axspa_tenure (
              generation integer primary key, holder text not null, name text not null,
              acquired_at text not null, renewed_at text not null, expires_at text, ended_at text)
            """);
        var before = Newest(open);
        if (before is { IsMine: true, Tenure.EndedAt: null })
            Execute(open, "update axspa_tenure set ended_at = $now where generation = $generation", before.Tenure.Generation);
        Execute(open, "insert into axspa_tenure (generation, holder, name, acquired_at, renewed_at) values ($generation, $holder, $name, $now, $now)",
            (before?.Tenure.Generation ?? 0) + 1, name);
        var taken = Newest(open)!.Tenure;
        transaction.Commit();
        return new LeaseAnswer.Held(taken, before?.Tenure);
    });

    public Task<LeaseAnswer> Renew(long generation, CancellationToken stop) => Ask(open =>
        !SqliteIdentity.Has(open, "axspa_tenure") || Newest(open) is not { } newest
            ? new LeaseAnswer.Gone($"{journal.File}: the journal was emptied while this coordinator works on it. {SqliteJournal.PutBack}")
            : newest.IsMine && newest.Tenure.Generation == generation ? new LeaseAnswer.Held(newest.Tenure) : new LeaseAnswer.HeldByAnother(newest.Tenure));

    public Task Release(long generation, CancellationToken stop) => Ask(open =>
    {
        Execute(open, "update axspa_tenure set ended_at = $now where generation = $generation and holder = $holder and ended_at is null", generation);
        return new LeaseAnswer.Unprepared();
    });

    private sealed record Row(Tenure Tenure, bool IsMine);

    private Task<LeaseAnswer> Ask(Func<SqliteConnection, LeaseAnswer> question) => journal.WhyGone() is { } why
        ? Task.FromResult<LeaseAnswer>(new LeaseAnswer.Gone(why))
        : journal.Ask(question);

    private Row? Newest(SqliteConnection open)
    {
        using var question = open.CreateCommand();
        question.CommandText = "select generation, holder, name, acquired_at, ended_at from axspa_tenure order by generation desc limit 1";
        using var row = question.ExecuteReader();
        if (!row.Read())
            return null;
        var ended = row.IsDBNull(4) ? (DateTimeOffset?)null : Moment(row.GetString(4));
        return new Row(new Tenure(row.GetInt64(0), row.GetString(2), Moment(row.GetString(3)), null, ended), row.GetString(1) == _holder);
    }

    private void Execute(SqliteConnection open, string sql, long generation = 0, string name = "")
    {
        using var command = open.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$generation", generation);
        command.Parameters.AddWithValue("$holder", _holder);
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$now", clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        command.ExecuteNonQuery();
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
