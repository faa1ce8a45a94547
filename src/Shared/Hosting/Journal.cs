using Akka.Configuration;
using Akka.Persistence.Sql;
using AxSpa.Pipeline.Runs;
using Microsoft.Data.Sqlite;

namespace AxSpa.Shared.Hosting;

/// <summary>Where the coordinator's events rest: one SQLite file, for one coordinator at a time.</summary>
/// <remarks>Write-ahead logging with <c>synchronous=FULL</c>: an event that was confirmed survives a power cut.</remarks>
public sealed record Journal(string File)
{
    /// <summary>Creates the file when it is absent and switches it to write-ahead logging, which stays with the file.</summary>
    /// <exception cref="RefusedInputException">The file cannot be opened or written.</exception>
    public Config Open()
    {
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(File),
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = 10,
            Pooling = true,
        }.ToString();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(File))!);
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";
            pragma.ExecuteNonQuery();
        }
        catch (Exception trouble) when (trouble is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{File}: the journal cannot be opened ({trouble.Message}). Choose a folder that can be written.", trouble);
        }
        return Plugins(connectionString);
    }

    private static Config Plugins(string connectionString)
    {
        var quoted = "\"" + connectionString.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
        return ConfigurationFactory.ParseString($$"""
            akka.persistence {
              journal {
                plugin = "akka.persistence.journal.sql"
                # SQLite has one writer: more parallelism only makes it wait for its own lock.
                sql { connection-string = {{quoted}}, provider-name = "SQLite.MS", auto-initialize = true, parallelism = 1 }
              }
              snapshot-store {
                plugin = "akka.persistence.snapshot-store.sql"
                sql { connection-string = {{quoted}}, provider-name = "SQLite.MS", auto-initialize = true }
              }
            }
            """).WithFallback(SqlPersistence.DefaultConfiguration);
    }
}
