using System.Globalization;
using AxSpa.Pipeline;
using Npgsql;

namespace AxSpa.Hosting.Journals;

/// <summary>
/// The table of tenures, and the triggers that hold every write of events and snapshots against its newest row: a coordinator that was
/// replaced, or whose lease has run out, changes nothing, whatever it believes. So does one of a version that knows of no lease.
/// </summary>
/// <remarks>
/// A write takes the fence's advisory lock together with others, a new tenure takes it alone: the tenure waits for the writes that are
/// under way, and a write that comes later sees it, because each statement of the trigger has a snapshot of its own.
/// </remarks>
internal static class PostgresFence
{
    /// <summary>The session says who it is, from its first moment on: part of the connection string.</summary>
    public const string Holder = "axspa.holder";

    /// <summary>For the log of the database and of whoever is refused.</summary>
    public const string Refused = "AXF01";

    /// <summary>With the hash of the schema the key of the advisory lock; the number means nothing.</summary>
    private const int LockKey = 74_110_001;

    /// <summary>A changed function gets a new number: an older version's is left alone.</summary>
    private const string Function = "axspa_fence_1";

    public static string Alone => Lock("pg_advisory_xact_lock");

    public static string Together => Lock("pg_advisory_xact_lock_shared");

    private static string Lock(string function) => string.Create(CultureInfo.InvariantCulture, $"select {function}({LockKey}, hashtext(current_schema()))");

    /// <returns>False: the journal has not made its own tables yet.</returns>
    /// <exception cref="RefusedInputException">The user may not make it.</exception>
    public static async Task<bool> Stands(NpgsqlConnection connection, string journal, CancellationToken stop)
    {
        await using var question = new NpgsqlCommand($"""
            select quote_ident(current_schema()),
                   to_regclass('journal') is not null and to_regclass('snapshot') is not null,
                   to_regclass('axspa_tenure') is not null
                   and 2 = (select count(*) from pg_trigger where tgname = '{Function}' and tgrelid in (to_regclass('journal'), to_regclass('snapshot')))
            """, connection);
        string schema;
        await using (var answer = await question.ExecuteReaderAsync(stop))
        {
            await answer.ReadAsync(stop);
            if (!answer.GetBoolean(1) || answer.GetBoolean(2))
                return answer.GetBoolean(1);
            schema = answer.GetString(0);
        }
        try
        {
            await Make(connection, schema, stop);
            return true;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var user = new NpgsqlConnectionStringBuilder(connection.ConnectionString).Username;
            throw new RefusedInputException(
                $"{journal}: the user {user} may not make the table axspa_tenure and the triggers {Function} on journal and snapshot "
                + $"({missing.MessageText}). As their owner, type: "
                + $"grant create on schema {schema} to \"{user}\"; alter table journal owner to \"{user}\"; alter table snapshot owner to \"{user}\"", missing);
        }
    }

    private static async Task Make(NpgsqlConnection connection, string schema, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Execute(connection, Alone, stop); // two that begin at once make it one after the other
        await Execute(connection, """
            create table if not exists axspa_tenure (
              generation bigint primary key, holder text not null, name text not null,
              acquired_at timestamptz not null, renewed_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz)
            """, stop);
        await Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
            create or replace function {schema}.{Function}() returns trigger language plpgsql as $fence$
            declare
              mine text := coalesce(current_setting('{Holder}', true), '');
              newest {schema}.axspa_tenure;
            begin
              perform pg_advisory_xact_lock_shared({LockKey}, hashtext(tg_table_schema));
              select * into newest from {schema}.axspa_tenure order by generation desc limit 1;
              if mine = '' then
                raise exception using errcode = '{Refused}', message = 'axspa: this session does not say which coordinator it is of, '
                  'and may not write here: it is of an older version of axspa, or a connection pooler drops its settings';
              elsif newest.generation is null then
                raise exception using errcode = '{Refused}', message = 'axspa: no coordinator holds the journal; it is to be taken before anything is written';
              elsif newest.holder <> mine then
                raise exception using errcode = '{Refused}', message = format('axspa: the journal is held by the coordinator %s since %s '
                  '(generation %s); this session is of another one, and may not write here', newest.name, newest.acquired_at, newest.generation);
              elsif newest.ended_at is not null or newest.expires_at <= clock_timestamp() then
                raise exception using errcode = '{Refused}', message = format('axspa: the lease of the coordinator %s (generation %s) ended at %s; '
                  'it may not write before it has renewed it', newest.name, newest.generation, coalesce(newest.ended_at, newest.expires_at));
              end if;
              return null;
            end
            $fence$
            """), stop);
        foreach (var table in new[] { "journal", "snapshot" })
        {
            await Execute(connection, $"drop trigger if exists {Function} on {table}", stop);
            await Execute(
                connection, $"create trigger {Function} before insert or update or delete on {table} for each statement execute function {schema}.{Function}()",
                stop);
        }
        await transaction.CommitAsync(stop);
    }

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
