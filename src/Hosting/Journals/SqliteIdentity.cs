using Microsoft.Data.Sqlite;

namespace AxSpa.Hosting.Journals;

/// <summary>The one row of <c>axspa_identity</c>.</summary>
internal static class SqliteIdentity
{
    public static JournalIdentity Bind(SqliteConnection open, Func<JournalIdentity, string> bind)
    {
        using var transaction = open.BeginTransaction(deferred: false);
        Execute(open, "create table if not exists axspa_identity (one integer primary key check (one = 1), journal text not null, workspace text)");
        Execute(open, "insert into axspa_identity (one, journal) values (1, $value) on conflict do nothing", JournalIdentity.NewId());
        var now = Read(open)!;
        var bound = now with { Workspace = bind(now) };
        if (bound != now)
            Execute(open, "update axspa_identity set workspace = $value", bound.Workspace);
        transaction.Commit();
        return bound;
    }

    public static JournalIdentity? Read(SqliteConnection open)
    {
        if (!Has(open, "axspa_identity"))
            return null;
        var isEmpty = new[] { "journal", "snapshot" }.All(table => !Has(open, table) || Scalar(open, $"select exists (select 1 from {table})") is 0L);
        using var question = open.CreateCommand();
        question.CommandText = "select journal, workspace from axspa_identity";
        using var row = question.ExecuteReader();
        return row.Read() ? new JournalIdentity(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), isEmpty) : null;
    }

    public static bool Has(SqliteConnection open, string table) =>
        Scalar(open, $"select count(*) from sqlite_master where type = 'table' and name = '{table}'") is 1L;

    private static object? Scalar(SqliteConnection open, string sql)
    {
        using var question = open.CreateCommand();
        question.CommandText = sql;
        return question.ExecuteScalar();
    }

    private static void Execute(SqliteConnection open, string sql, string? value = null)
    {
        using var command = open.CreateCommand();
        command.CommandText = sql;
        if (value is not null)
            command.Parameters.AddWithValue("$value", value);
        command.ExecuteNonQuery();
    }
}
