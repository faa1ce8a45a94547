using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Persistence.Sql;
using AxSpa.Pipeline;

namespace AxSpa.Hosting.Journals;

/// <summary>Where the coordinator's events rest: an SQLite file for one coordinator, or PostgreSQL for one with standbys.</summary>
public abstract partial record Journal
{
    /// <summary>Names the journal where a command line does not; so a password stays out of the list of processes.</summary>
    public const string EnvironmentVariable = "AXSPA_JOURNAL";

    /// <summary>For people; never with a password.</summary>
    public abstract string Name { get; }

    /// <param name="text">A path, or a PostgreSQL database as <c>postgres://user@host:port/database</c> or <c>Host=…;Database=…</c>.</param>
    /// <exception cref="RefusedInputException">It looks like a database, and cannot be read as one.</exception>
    public static Journal Parse(string text) =>
        Uri().IsMatch(text) ? PostgresJournal.FromUri(text)
        : KeyValuePairs().IsMatch(text) ? PostgresJournal.FromKeyValuePairs(text)
        : new SqliteJournal(text);

    /// <summary>Waits until the journal can be reached, and looks whether it can be used.</summary>
    /// <param name="say">Hears why it waits.</param>
    /// <exception cref="RefusedInputException">Waiting would not help.</exception>
    public abstract Task WaitUntilReady(Action<string> say, CancellationToken stop);

    /// <summary>Whether it can be used at this moment.</summary>
    /// <returns>For people, why not; null: it can.</returns>
    /// <exception cref="RefusedInputException">It cannot, and waiting would not help.</exception>
    public abstract Task<string?> Trouble(CancellationToken stop);

    /// <summary>What the actor system needs to know.</summary>
    public abstract Config Plugins();

    /// <summary>The right to be its coordinator. To be asked for once in a process: a second one would be another's.</summary>
    public abstract IJournalLease Lease();

    /// <summary>Which journal it is, and what it is bound to; nobody else binds it meanwhile. It is given its identity where it has none.</summary>
    /// <param name="bind">Says which workspace it is bound to from now on; what it throws leaves that as it was.</param>
    /// <exception cref="RefusedInputException">It cannot be given one, and waiting would not help.</exception>
    /// <exception cref="JournalAwayException">It does not answer.</exception>
    public abstract Task<JournalIdentity> Bind(Func<JournalIdentity, string> bind, CancellationToken stop);

    /// <summary>The same without changing anything.</summary>
    /// <returns>Null: it has no identity.</returns>
    /// <exception cref="JournalAwayException">It does not answer.</exception>
    public abstract Task<JournalIdentity?> Identity(CancellationToken stop);

    protected static Config Plugins(string connectionString, string provider, string more)
    {
        var quoted = "\"" + connectionString.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
        // A journal that failed is asked again after five seconds: the default would add up to a minute to an outage that is over.
        var plugin = $$"""
            connection-string = {{quoted}}
            provider-name = "{{provider}}"
            auto-initialize = true
            circuit-breaker { max-failures = 10, call-timeout = 10s, reset-timeout = 5s }
            """;
        return ConfigurationFactory.ParseString($$"""
            akka.persistence {
              # Opened at the start, by a standby too: the first use compiles the database layer, and a take-over would wait for that.
              journal.auto-start-journals = ["akka.persistence.journal.sql"]
              snapshot-store.auto-start-snapshot-stores = ["akka.persistence.snapshot-store.sql"]
              journal {
                plugin = "akka.persistence.journal.sql"
                sql {
                  {{plugin}}
                  {{more}}
                  # The plugin names a process, not a life of an actor, as the writer of an event. When two coordinators took turns and the first
                  # wrote again, the filter took it for an outdated writer and left out its events. What it guards against cannot be: the key
                  # over actor and sequence number is unique.
                  replay-filter.mode = off
                }
              }
              snapshot-store {
                plugin = "akka.persistence.snapshot-store.sql"
                sql {
                  {{plugin}}
                  # All events are kept, so a snapshot that cannot be read costs the time of replaying them, and nothing else.
                  snapshot-is-optional = true
                }
              }
            }
            """).WithFallback(SqlPersistence.DefaultConfiguration);
    }

    [GeneratedRegex("^postgres(?:ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex Uri();

    [GeneratedRegex(@"(?:^|;)\s*(?:host|server)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex KeyValuePairs();
}
