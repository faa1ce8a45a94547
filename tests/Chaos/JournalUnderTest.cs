using System.Globalization;
using System.Text;
using AxSpa.Support;
using Microsoft.Data.Sqlite;

namespace AxSpa.Chaos;

/// <summary>One event as it rests in the journal.</summary>
internal sealed record JournalRow(string Writer, long Number, string Manifest, string Json);

/// <summary>Where the coordinators' events rest: a PostgreSQL server of the run's own, or a SQLite file where there is none.</summary>
internal abstract class JournalUnderTest : IDisposable
{
    /// <summary>Tells a coordinator of it: as an argument or, where a password is in it, in its environment.</summary>
    public abstract (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) ForCoordinators { get; }

    /// <summary>Set where two coordinators can share the journal, and it can be stopped and frozen.</summary>
    public virtual PostgresServer? Server => null;

    /// <summary>All events, oldest first.</summary>
    public abstract IReadOnlyList<JournalRow> Rows();

    public virtual void Dispose() { }

    public static JournalUnderTest Make(string folder, string address) =>
        HasPostgres ? new PostgresJournal(address) : new SqliteJournal(Path.Combine(folder, "journal.db"));

    public static bool HasPostgres { get; } =
        Directory.Exists("/usr/lib/postgresql") && Directory.GetDirectories("/usr/lib/postgresql").Any(version => File.Exists(Path.Combine(version, "bin", "initdb")));
}

internal sealed class PostgresJournal(string address) : JournalUnderTest
{
    private readonly PostgresServer _server = PostgresServer.Create(address);

    public override (IReadOnlyList<string>, IReadOnlyDictionary<string, string>) ForCoordinators =>
        ([], new Dictionary<string, string> { ["AXSPA_JOURNAL"] = _server.Uri });

    public override PostgresServer Server => _server;

    public override IReadOnlyList<JournalRow> Rows() =>
        [.. _server.Query("select persistence_id, sequence_number, manifest, convert_from(message, 'UTF8') from journal order by ordering")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', 4))
            .Select(parts => new JournalRow(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], parts[3]))];

    public override void Dispose() => _server.Dispose();
}

internal sealed class SqliteJournal(string file) : JournalUnderTest
{
    public override (IReadOnlyList<string>, IReadOnlyDictionary<string, string>) ForCoordinators => (["--journal", file], new Dictionary<string, string>());

    public override IReadOnlyList<JournalRow> Rows()
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select persistence_id, sequence_number, manifest, message from journal order by ordering";
        using var reader = command.ExecuteReader();
        var rows = new List<JournalRow>();
        while (reader.Read())
            rows.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), Encoding.UTF8.GetString((byte[])reader[3])));
        return rows;
    }
}
