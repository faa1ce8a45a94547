using System.Globalization;
using System.Text;
using AxSpa.Support;
using Microsoft.Data.Sqlite;

namespace AxSpa.Chaos;

/// <summary>One event as it rests in the journal.</summary>
/// <param name="Actor">The run, or the index of runs.</param>
/// <param name="Process">The coordinator's process that wrote it, as the journal itself notes.</param>
internal sealed record JournalRow(string Actor, long Number, string Manifest, string Json, string Process, DateTime At)
{
    /// <param name="name">The manifest without its version.</param>
    public bool Is(string name) => Manifest.StartsWith(name, StringComparison.Ordinal) && Manifest.AsSpan(name.Length).LastIndexOf('-') == 0;
}

/// <summary>A time for which one process had the journal to itself, as the journal's own table of tenures has it, by the database's clock.</summary>
internal sealed record Tenure(long Generation, string Name, DateTime Acquired, DateTime Expired, DateTime? Ended)
{
    /// <summary>From then on another may have it.</summary>
    public DateTime Until => Ended is { } ended && ended < Expired ? ended : Expired;
}

/// <summary>Where the coordinators' events rest: a PostgreSQL server of the run's own, or a SQLite file where there is none.</summary>
internal abstract class JournalUnderTest : IDisposable
{
    /// <summary>Tells a coordinator of it: as an argument or, where a password is in it, in its environment.</summary>
    public abstract (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) ForCoordinators { get; }

    /// <summary>Set where two coordinators can share the journal, and it can be stopped and frozen.</summary>
    public virtual PostgresServer? Server => null;

    /// <summary>All events in the order in which they were written.</summary>
    public abstract IReadOnlyList<JournalRow> Rows();

    /// <summary>Oldest first; none where the journal keeps no such table.</summary>
    public virtual IReadOnlyList<Tenure> Tenures() => [];

    public virtual void Dispose() { }

    public static JournalUnderTest Make(string folder, string address) =>
        HasPostgres ? new PostgresJournal(address) : new SqliteJournal(Path.Combine(folder, "journal.db"));

    public static bool HasPostgres { get; } =
        Directory.Exists("/usr/lib/postgresql")
            && Directory.GetDirectories("/usr/lib/postgresql").Any(version => File.Exists(Path.Combine(version, "bin", "initdb")));
}

internal sealed class PostgresJournal(string address) : JournalUnderTest
{
    private readonly PostgresServer _server = PostgresServer.Create(address);

    public override (IReadOnlyList<string>, IReadOnlyDictionary<string, string>) ForCoordinators =>
        ([], new Dictionary<string, string> { ["AXSPA_JOURNAL"] = _server.Uri });

    public override PostgresServer Server => _server;

    public override IReadOnlyList<JournalRow> Rows() =>
        [.. _server.Query("select persistence_id, sequence_number, manifest, writer_uuid, created, convert_from(message, 'UTF8') from "
            + "journal order by ordering")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', 6))
            .Select(parts => new JournalRow(parts[0], Number(parts[1]), parts[2], parts[5], parts[3], new DateTime(Number(parts[4]), DateTimeKind.Utc)))];

    public override IReadOnlyList<Tenure> Tenures() => _server.Query("select to_regclass('axspa_tenure')").Length == 0 ? [] :
        [.. _server.Query($"select generation, name, {Milliseconds("acquired_at")}, {Milliseconds("expires_at")}, {Milliseconds("ended_at")} from "
            + "axspa_tenure order by generation")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|'))
            .Select(parts => new Tenure(Number(parts[0]), parts[1], Time(parts[2]), Time(parts[3]), parts[4].Length == 0 ? null : Time(parts[4])))];

    private static string Milliseconds(string column) => $"(extract(epoch from {column}) * 1000)::bigint";

    private static DateTime Time(string milliseconds) => DateTime.UnixEpoch.AddMilliseconds(Number(milliseconds));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

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
        command.CommandText = "select persistence_id, sequence_number, manifest, message, writer_uuid, created from journal order by ordering";
        using var reader = command.ExecuteReader();
        var rows = new List<JournalRow>();
        while (reader.Read())
            rows.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), Encoding.UTF8.GetString((byte[])reader[3]), reader.GetString(4),
                new DateTime(reader.GetInt64(5), DateTimeKind.Utc)));
        return rows;
    }
}
