using System.Collections.Concurrent;
using Akka.Configuration;
using AxSpa.Pipeline.Runs;
using Microsoft.Data.Sqlite;

namespace AxSpa.Shared.Hosting;

/// <summary>One SQLite file, on a disk of this machine, for one process at a time.</summary>
/// <remarks>Write-ahead logging with <c>synchronous=FULL</c>: an event that was confirmed survives a power cut.</remarks>
public sealed record SqliteJournal(string File) : Journal
{
    /// <summary>Held until the process ends, however it dies: the lock is the operating system's.</summary>
    private static readonly ConcurrentDictionary<string, FileStream> Locks = [];

    public override string Name => File;

    private string FullPath => Path.GetFullPath(File);

    private string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = FullPath,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = 10,
        Pooling = true,
    }.ToString();

    public override Task WaitUntilReady(Action<string> say, CancellationToken stop)
    {
        Open();
        return Task.CompletedTask;
    }

    public override async Task<string?> Trouble(CancellationToken stop)
    {
        try
        {
            // A file that is gone is not made again by looking at it.
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Mode = SqliteOpenMode.ReadWrite }.ToString());
            await connection.OpenAsync(stop);
            await using var question = connection.CreateCommand();
            question.CommandText = "select count(*) from sqlite_master";
            await question.ExecuteScalarAsync(stop);
            return null;
        }
        catch (SqliteException trouble)
        {
            return $"{File}: {trouble.Message}";
        }
    }

    // SQLite has one writer: more parallelism only makes it wait for its own lock.
    public override Config Plugins() => Plugins(ConnectionString, "SQLite.MS", "parallelism = 1");

    /// <summary>Creates the file when it is absent and switches it to write-ahead logging, which stays with the file.</summary>
    /// <exception cref="RefusedInputException">The file cannot be opened or written, or another process has it.</exception>
    public void Open()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FullPath)!);
            Locks.GetOrAdd(FullPath, Lock);
            using var connection = new SqliteConnection(ConnectionString);
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";
            pragma.ExecuteNonQuery();
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
            throw new RefusedInputException($"{File}: another coordinator uses this journal. End it first; for a standby coordinator, keep the journal in PostgreSQL (--journal postgres://USER@HOST/DATABASE).", taken);
        }
    }
}
