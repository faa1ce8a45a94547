using System.Collections.Concurrent;
using Akka.Configuration;
using AxSpa.Pipeline;
using Microsoft.Data.Sqlite;

namespace AxSpa.Hosting.Journals;

/// <summary>One SQLite file, on a disk of this machine, for one process at a time.</summary>
/// <remarks>Write-ahead logging with <c>synchronous=FULL</c>: an event that was confirmed survives a power cut.</remarks>
public sealed record SqliteJournal(string File) : Journal
{
    /// <summary>Held until the process ends, however it dies: the lock is the operating system's.</summary>
    private static readonly ConcurrentDictionary<string, FileStream> Locks = [];

    /// <summary>The files that this process writes to, whatever their names lead to by now.</summary>
    private static readonly ConcurrentDictionary<string, FileIdentity?> Opened = [];

    internal const string PutBack =
        "What this coordinator wrote since is in no file any more. End it, put the journal back (a copy of the file together with its "
        + "-wal), and start it again.";

    public override string Name => File;

    internal string FullPath => Path.GetFullPath(File);

    private string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = FullPath,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = 10,
        Pooling = true,
    }.ToString();

    /// <summary>Opens what the name leads to now, and makes no file: pooled connections go on with one that is gone.</summary>
    internal string ByName => new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();

    public override Task WaitUntilReady(Action<string> say, CancellationToken stop)
    {
        Open();
        return Task.CompletedTask;
    }

    public override async Task<string?> Trouble(CancellationToken stop)
    {
        if (WhyGone() is { } gone)
            return gone;
        try
        {
            await using var connection = new SqliteConnection(ByName);
            await connection.OpenAsync(stop);
            await using var question = connection.CreateCommand();
            question.CommandText = "select count(*) from sqlite_master";
            await question.ExecuteScalarAsync(stop);
            return null;
        }
        catch (SqliteException trouble)
        {
            return JournalDamage.Of(File, trouble) ?? $"{File}: {trouble.Message}";
        }
    }

    // SQLite has one writer: more parallelism only makes it wait for its own lock.
    public override Config Plugins() => Plugins(ConnectionString, "SQLite.MS", "parallelism = 1");

    public override IJournalLease Lease() => new SqliteLease(this, TimeProvider.System);

    public override Task<JournalIdentity> Bind(Func<JournalIdentity, string> bind, CancellationToken stop) =>
        Ask(connection => SqliteIdentity.Bind(connection, bind));

    public override Task<JournalIdentity?> Identity(CancellationToken stop) => Ask(SqliteIdentity.Read);

    /// <summary>Whether the file that this process opened has been removed, or replaced by another one of its name.</summary>
    /// <returns>For people, what happened and what to do; null: it has not.</returns>
    internal string? WhyGone() => !Opened.TryGetValue(FullPath, out var opened) ? null
        : !System.IO.File.Exists(FullPath) ? $"{File}: the journal was deleted while this coordinator works on it. {PutBack}"
        : opened is not null && FileIdentity.Of(FullPath) is { } now && now != opened
            ? $"{File}: the journal was replaced by another file while this coordinator works on it. {PutBack}"
        : null;

    internal Task<T> Ask<T>(Func<SqliteConnection, T> question)
    {
        if (WhyGone() is { } gone)
            throw new JournalAwayException(gone);
        try
        {
            using var connection = new SqliteConnection(ByName);
            connection.Open();
            return Task.FromResult(question(connection));
        }
        catch (SqliteException trouble)
        {
            throw JournalDamage.Of(File, trouble) is { } damage
                ? new RefusedInputException(damage, trouble)
                : new JournalAwayException($"{File}: {trouble.Message}", trouble);
        }
    }

    /// <summary>Creates the file when it is absent and switches it to write-ahead logging, which stays with the file.</summary>
    /// <exception cref="RefusedInputException">The file cannot be opened or written, is damaged, or another process has it.</exception>
    public void Open()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
            Locks.GetOrAdd(FullPath, Lock);
            // SQLite would make it readable for a group at most; the files beside it get the rights of this one.
            if (!System.IO.File.Exists(FullPath))
                using (new FileStream(FullPath, FileMode.OpenOrCreate, FileAccess.Write)) { }
            using var connection = new SqliteConnection(ConnectionString);
            connection.Open();
            if (JournalDamage.In(connection, FullPath) is { } damage)
                throw new RefusedInputException(damage);
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";
            pragma.ExecuteNonQuery();
            Opened[FullPath] = FileIdentity.Of(FullPath);
        }
        catch (SqliteException damaged) when (JournalDamage.Of(File, damaged) is { } damage)
        {
            throw new RefusedInputException(damage, damaged);
        }
        catch (Exception trouble) when (trouble is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{File}: the journal cannot be opened ({trouble.Message}). Choose a folder that can be written.", trouble);
        }
    }

    /// <summary>
    /// Two coordinators on one file would not corrupt it, but the second would be a standby on the machine that the first
    /// dies with. In a file of its own: closing a second handle of the database would drop SQLite's locks on it.
    /// </summary>
    private FileStream Lock(string path)
    {
        var file = $"{path}.lock";
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (System.IO.File.Exists(file))
        {
            throw new RefusedInputException($"{File}: another coordinator uses this journal. End it first; for a standby coordinator, keep the journal in "
                + "PostgreSQL (--journal postgres://USER@HOST/DATABASE).",
                taken);
        }
    }
}
