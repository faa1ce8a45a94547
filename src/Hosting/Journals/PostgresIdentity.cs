using AxSpa.Pipeline;
using Npgsql;

namespace AxSpa.Hosting.Journals;

/// <summary>The one row of <c>axspa_identity</c>.</summary>
internal static class PostgresIdentity
{
    /// <summary>The number means nothing; two coordinators that start at once bind one after the other.</summary>
    private const string Alone = "select pg_advisory_xact_lock(74110002, hashtext(current_schema()))";

    private const string Exists = "select to_regclass('axspa_identity') is not null";

    public static async Task<JournalIdentity> Bind(NpgsqlConnection database, string journal, Func<JournalIdentity, string> bind, CancellationToken stop)
    {
        await using var transaction = await database.BeginTransactionAsync(stop);
        await PostgresFence.Execute(database, Alone, stop);
        try
        {
            if (!await Scalar<bool>(database, Exists, stop))
                await PostgresFence.Execute(
                    database, "create table axspa_identity (one boolean primary key default true check (one), journal text not null, workspace text)", stop);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RefusedInputException($"{journal}: the table axspa_identity cannot be made ({missing.MessageText}). As the owner of the schema, type: "
                + $"grant create on schema public to \"{new NpgsqlConnectionStringBuilder(database.ConnectionString).Username}\"", missing);
        }
        await using (var insert = new NpgsqlCommand("insert into axspa_identity (journal) values (@id) on conflict do nothing", database))
        {
            insert.Parameters.AddWithValue("id", JournalIdentity.NewId());
            await insert.ExecuteNonQueryAsync(stop);
        }
        var now = (await Read(database, stop))!;
        var bound = now with { Workspace = bind(now) };
        if (bound != now)
        {
            await using var update = new NpgsqlCommand("update axspa_identity set workspace = @workspace", database);
            update.Parameters.AddWithValue("workspace", bound.Workspace);
            await update.ExecuteNonQueryAsync(stop);
        }
        await transaction.CommitAsync(stop);
        return bound;
    }

    public static async Task<JournalIdentity?> Read(NpgsqlConnection database, CancellationToken stop)
    {
        if (!await Scalar<bool>(database, Exists, stop))
            return null;
        var holdsSomething = await Scalar<bool>(database, "select to_regclass('journal') is not null and to_regclass('snapshot') is not null", stop)
            && await Scalar<bool>(database, "select exists (select 1 from journal) or exists (select 1 from snapshot)", stop);
        await using var question = new NpgsqlCommand("select journal, workspace from axspa_identity", database);
        await using var row = await question.ExecuteReaderAsync(stop);
        return !await row.ReadAsync(stop) ? null
            : new JournalIdentity(row.GetString(0), await row.IsDBNullAsync(1, stop) ? null : row.GetString(1), !holdsSomething);
    }

    private static async Task<T> Scalar<T>(NpgsqlConnection database, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, database);
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }
}
