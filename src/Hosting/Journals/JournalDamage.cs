using System.Net.Sockets;
using System.Text.Json;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AxSpa.Hosting.Journals;

/// <summary>A journal that cannot be read, and will not be by waiting: what was found, and how it is restored.</summary>
public static class JournalDamage
{
    private const int SqliteCorrupt = 11, SqliteNotADatabase = 26;

    /// <summary>SQLite's own codes of a file that is locked, away or full: they pass.</summary>
    private static readonly int[] SqlitePasses = [5, 6, 7, 8, 10, 13, 14, 15];

    /// <summary>A larger file is not read whole at the start; what is damaged in it is found when it is read.</summary>
    private const long CheckedUpTo = 256L << 20;

    private const string Restore =
        "axspa has changed nothing in it. Put a copy back (the file together with its -wal, both from one moment), or go on with "
        + "another workspace and journal.";

    /// <summary>What SQLite finds wrong in a file that it can open; a small one is looked at whole.</summary>
    /// <returns>For people; null: nothing.</returns>
    internal static string? In(SqliteConnection open, string file)
    {
        if (new FileInfo(file).Length > CheckedUpTo)
            return null;
        using var check = open.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        var found = (string?)check.ExecuteScalar();
        return found == "ok" ? null : $"{file}: the journal is damaged ({found}). {Restore}";
    }

    /// <returns>For people; null: the failure is of another kind.</returns>
    internal static string? Of(string file, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SqliteNotADatabase => $"{file}: the journal is damaged: its beginning is not that of an SQLite file. {Restore}",
        SqliteCorrupt => $"{file}: the journal is damaged ({failure.Message}). {Restore}",
        _ => null,
    };

    /// <summary>Why an actor could not be read from the journal, where that is no trouble of the connection.</summary>
    /// <param name="journal">Its name.</param>
    /// <param name="persistenceId">Whose events they are.</param>
    /// <returns>For people; null: it may pass.</returns>
    public static string? Of(string journal, string persistenceId, Exception failure)
    {
        var causes = Causes(failure).ToList();
        return causes.Any(Passes) ? null
            : $"The journal {journal} cannot be read: what it holds of '{persistenceId}' is damaged, or of a newer version "
            + $"({causes[^1].Message.TrimEnd('.')}). "
            + "axspa has changed nothing in it. Restore it from a backup, or start a version that knows it.";
    }

    private static bool Passes(Exception cause) => cause switch
    {
        PostgresException server => !server.SqlState.StartsWith("XX", StringComparison.Ordinal),
        SqliteException file => SqlitePasses.Contains(file.SqliteErrorCode),
        JsonException => false,
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        OperationCanceledException or OpenCircuitException or RecoveryTimedOutException => true,
        _ => false,
    };

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause is AggregateException { InnerExceptions: [var first, ..] } ? first : cause.InnerException)
            yield return cause;
    }
}
