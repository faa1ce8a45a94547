using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Akka.Configuration;
using AxSpa.Pipeline;
using Npgsql;

namespace AxSpa.Hosting.Journals;

/// <summary>A PostgreSQL database: several coordinators may name it, and the one whose turn it is writes.</summary>
/// <remarks>
/// Whose turn it is says its own lease (<see cref="PostgresLease"/>), and every write is held against that (<see cref="PostgresFence"/>). Behind
/// it stands the unique key over actor and sequence number: the second write of a number is refused, and who was refused reads the journal anew.
/// </remarks>
public sealed record PostgresJournal : Journal
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A database that hangs must fail a write before the journal's own limit of 10 s does. A coordinator that freezes in the midst
    /// of a write must not keep its successor from that number: the server ends such a session. What a person states comes
    /// later, and counts.
    /// </summary>
    private const string Usual =
        "Timeout=5;Command Timeout=5;Application Name=axspa coordinator;Options=-c idle_in_transaction_session_timeout=3s -c synchronous_commit=on;";

    /// <summary>
    /// With a renewal every 3 s a holder outlives three that fail; a dead one is followed no later than the cluster has put it out, after
    /// about 15 s.
    /// </summary>
    private static readonly TimeSpan LeaseTerm = TimeSpan.FromSeconds(12);

    private readonly NpgsqlConnectionStringBuilder _connection;

    /// <summary>Of this process: what its sessions say they are of.</summary>
    private readonly string _holder = Guid.NewGuid().ToString("N");

    private PostgresJournal(NpgsqlConnectionStringBuilder connection)
    {
        if (string.IsNullOrWhiteSpace(connection.Host) || string.IsNullOrWhiteSpace(connection.Username))
            throw new RefusedInputException(
                "The PostgreSQL journal needs a host and a user: postgres://USER@HOST:PORT/DATABASE, or Host=HOST;Username=USER;Database=DATABASE.");
        _connection = connection;
    }

    private string Database => _connection.Database ?? _connection.Username!;

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"PostgreSQL on {_connection.Host}:{_connection.Port}, database {Database}");

    public static PostgresJournal FromUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw Unreadable("postgres://USER:PASSWORD@HOST:PORT/DATABASE, with % codes for signs such as @ : / ? # in a password");
        var user = uri.UserInfo.Split(':', 2);
        var database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(Usual) { Host = uri.Host.Trim('[', ']'), Port = uri.Port < 0 ? 5432 : uri.Port };
            if (user[0].Length > 0)
                connection.Username = Uri.UnescapeDataString(user[0]);
            if (user.Length > 1)
                connection.Password = Uri.UnescapeDataString(user[1]);
            if (database.Length > 0)
                connection.Database = database;
            foreach (var setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
                connection[Uri.UnescapeDataString(setting[0])] = Uri.UnescapeDataString(setting.ElementAtOrDefault(1) ?? "");
            return new PostgresJournal(connection);
        }
        catch (ArgumentException trouble)
        {
            throw Unreadable($"postgres://USER:PASSWORD@HOST:PORT/DATABASE?SETTING=VALUE ({trouble.Message})");
        }
    }

    public static PostgresJournal FromKeyValuePairs(string text)
    {
        try
        {
            return new PostgresJournal(new NpgsqlConnectionStringBuilder(Usual + text));
        }
        catch (Exception trouble) when (trouble is ArgumentException or FormatException)
        {
            // The message may quote a value, and so a password that was written without quotes: it stays unsaid.
            throw Unreadable("Host=HOST;Port=5432;Username=USER;Password=PASSWORD;Database=DATABASE, with '' around a value that holds ; or =");
        }
    }

    /// <summary>A database that is not up yet is waited for, as long as it takes: both may be starting together.</summary>
    public override async Task WaitUntilReady(Action<string> say, CancellationToken stop)
    {
        long? said = null;
        while (await Trouble(stop) is { } trouble)
        {
            if (said is null || Stopwatch.GetElapsedTime(said.Value) > SayAgainAfter)
            {
                say($"The journal cannot be reached: {Name} ({trouble}). Waiting for it; Ctrl-C ends that.");
                said = Stopwatch.GetTimestamp();
            }
            await Task.Delay(TryAgainAfter, stop);
        }
        if (said is not null)
            say($"The journal answers: {Name}.");
    }

    /// <remarks>Each statement of the fence must see what was committed before it, whatever the database's default is.</remarks>
    public override Config Plugins() => Plugins(
        Connection($@"-c {PostgresFence.Holder}={_holder} -c default_transaction_isolation=read\ committed", _ => { }), "PostgreSQL.15", "");

    public override IJournalLease Lease() => new PostgresLease(Connection("", lease =>
    {
        lease.ApplicationName = "axspa lease";
        (lease.Timeout, lease.CommandTimeout, lease.CancellationTimeout, lease.MaxPoolSize) = (3, 3, -1, 4);
    }), Name, _holder, LeaseTerm);

    public override Task<JournalIdentity> Bind(Func<JournalIdentity, string> bind, CancellationToken stop) =>
        Ask(database => PostgresIdentity.Bind(database, Name, bind, stop), stop);

    public override Task<JournalIdentity?> Identity(CancellationToken stop) => Ask(database => PostgresIdentity.Read(database, stop), stop);

    private async Task<T> Ask<T>(Func<NpgsqlConnection, Task<T>> question, CancellationToken stop)
    {
        try
        {
            // The file of the workspace is read and written in the midst of a transaction, and a share may take its time.
            await using var database = new NpgsqlConnection(Connection("-c idle_in_transaction_session_timeout=60s", _ => { }));
            await database.OpenAsync(stop);
            return await question(database);
        }
        catch (Exception away) when (IsAway(away))
        {
            throw new JournalAwayException(Words(away), away);
        }
    }

    private string Connection(string options, Action<NpgsqlConnectionStringBuilder> change)
    {
        var connection = new NpgsqlConnectionStringBuilder(_connection.ToString()) { Options = $"{_connection.Options} {options}".Trim() };
        change(connection);
        return connection.ToString();
    }

    public override async Task<string?> Trouble(CancellationToken stop)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connection.ToString());
            await connection.OpenAsync(stop);
            await using var question = connection.CreateCommand();
            question.CommandText = """
                select pg_is_in_recovery(),
                       current_schema() is not null and (to_regclass('journal') is not null or has_schema_privilege(current_schema(), 'CREATE'))
                """;
            await using var answer = await question.ExecuteReaderAsync(stop);
            await answer.ReadAsync(stop);
            if (answer.GetBoolean(0))
                return "this server is a read-only copy of another one";
            if (!answer.GetBoolean(1))
                throw new RefusedInputException($"{Name}: the user {_connection.Username} may not make tables there. As its owner, type: grant create on "
                    + $"schema public to \"{_connection.Username}\"");
            return null;
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new RefusedInputException(
                $"{Name}: the server refuses the user {_connection.Username} ({refused.MessageText}). Mend --journal or {EnvironmentVariable}.", refused);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            throw new RefusedInputException($"{Name}: there is no such database. Make it with: createdb -h {_connection.Host} -p {_connection.Port} -U "
                + $"{_connection.Username} {Database}",
                refused);
        }
        catch (NpgsqlException missing) when (missing is not PostgresException && missing.Message.Contains("No password", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedInputException($"{Name}: the server wants a password. Put the journal's whole address into {EnvironmentVariable}, so that it "
                + "stays out of the list of processes.",
                missing);
        }
        catch (Exception trouble) when (IsAway(trouble))
        {
            return Words(trouble);
        }
    }

    internal static bool IsAway(Exception trouble) => trouble is NpgsqlException or SocketException or TimeoutException;

    internal static string Words(Exception trouble) => (trouble as PostgresException)?.MessageText ?? trouble.InnerException?.Message ?? trouble.Message;

    private static RefusedInputException Unreadable(string expected) =>
        new($"The PostgreSQL journal of --journal or {EnvironmentVariable} cannot be read. Write it as {expected}.");
}
