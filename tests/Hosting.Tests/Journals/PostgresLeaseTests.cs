using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Configuration;
using AxSpa.Hosting.Journals;
using AxSpa.Pipeline;
using AxSpa.Support;
using Npgsql;
using Xunit;

namespace AxSpa.Hosting.Tests.Journals;

/// <summary>Two processes' journals on one real database: only one has the lease, and only its sessions may write.</summary>
public sealed class PostgresLeaseTests(PostgresLeaseTests.Server postgres) : IClassFixture<PostgresLeaseTests.Server>
{
    public sealed class Server : IDisposable
    {
        internal PostgresServer Running { get; } = PostgresServer.Create();

        public void Dispose() => Running.Dispose();
    }

    /// <summary>One process's view of the journal: its lease, and what its persistent actors would write with.</summary>
    private sealed class Coordinator(string address, string name)
    {
        private readonly PostgresJournal _journal = PostgresJournal.FromUri(address);
        private IJournalLease? _lease;

        private IJournalLease Lease => _lease ??= _journal.Lease();

        public Task<LeaseAnswer> Acquire() => Lease.Acquire(name, Stop);

        public Task<LeaseAnswer> Renew(long generation) => Lease.Renew(generation, Stop);

        public Task Release(long generation) => Lease.Release(generation, Stop);

        public async Task<NpgsqlConnection> Session()
        {
            var session = new NpgsqlConnection(_journal.Plugins().GetString("akka.persistence.journal.sql.connection-string"));
            await session.OpenAsync(Stop);
            return session;
        }

        public async Task Write(int number)
        {
            await using var session = await Session();
            await Insert(session, number);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task Insert(NpgsqlConnection session, int number)
    {
        await using var command = new NpgsqlCommand(Event(number), session);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static string Event(int number) => string.Create(CultureInfo.InvariantCulture,
        $"insert into journal (created, deleted, message, persistence_id, sequence_number, writer_uuid) values (0, false, '', 'actor', {number}, 'w')");

    private static Tenure Held(LeaseAnswer answer) => Assert.IsType<LeaseAnswer.Held>(answer).Tenure;

    private string Database(string name)
    {
        postgres.Running.Query($"create database {name}", "postgres");
        return postgres.Running.Uri.Replace("/axspa", $"/{name}");
    }

    /// <summary>With the tables that the journal's own plugin makes.</summary>
    private async Task<(Coordinator First, Coordinator Second)> Two(string database)
    {
        var address = Database(database);
        var system = ActorSystem.Create("tables",
            ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF").WithFallback(PostgresJournal.FromUri(address).Plugins()));
        Akka.Persistence.Persistence.Instance.Apply(system);
        while (postgres.Running.Query("select to_regclass('journal') is not null and to_regclass('snapshot') is not null", database) != "t")
            await Task.Delay(50, Stop);
        await system.Terminate();
        return (new Coordinator(address, "10.0.0.1:4060"), new Coordinator(address, "10.0.0.2:4060"));
    }

    private void RunsOut(string database) => postgres.Running.Query("update axspa_tenure set expires_at = clock_timestamp() - interval '1 second'", database);

    [Fact]
    public async Task The_second_is_told_who_holds_it_and_has_it_as_soon_as_that_one_ends()
    {
        var (first, second) = await Two("turns");
        var mine = Held(await first.Acquire());
        Assert.Equal((1L, "10.0.0.1:4060"), (mine.Generation, mine.Name));
        Assert.Equal(mine.Generation, Assert.IsType<LeaseAnswer.HeldByAnother>(await second.Acquire()).Tenure.Generation);
        Assert.Equal(mine.Generation, Held(await first.Renew(1)).Generation);
        await first.Release(1);
        var next = Assert.IsType<LeaseAnswer.Held>(await second.Acquire());
        Assert.Equal((2L, 1L), (next.Tenure.Generation, next.Before!.Generation));
        Assert.NotNull(next.Before.EndedAt);
        // The record keeps both, one after the other.
        Assert.Equal("t",
            postgres.Running.Query("select bool_and(before.ended_at <= next.acquired_at) from axspa_tenure before join axspa_tenure next on "
                + "next.generation = before.generation + 1",
                "turns"));
    }

    [Fact]
    public async Task A_lease_that_ran_out_goes_on_as_long_as_nobody_else_has_begun_one()
    {
        var (first, second) = await Two("late");
        Held(await first.Acquire());
        RunsOut("late");
        Assert.Equal(1, Held(await first.Renew(1)).Generation);
        await first.Write(1);
        RunsOut("late");
        Assert.Equal(2, Held(await second.Acquire()).Generation);
        Assert.Equal("10.0.0.2:4060", Assert.IsType<LeaseAnswer.HeldByAnother>(await first.Renew(1)).Tenure.Name);
        await first.Release(1);
        Assert.Equal("t", postgres.Running.Query("select ended_at is null from axspa_tenure where generation = 1", "late"));
    }

    [Fact]
    public async Task Whoever_was_replaced_writes_nothing_more_and_reads_by_whom()
    {
        var (first, second) = await Two("replaced");
        Held(await first.Acquire());
        await using var frozen = await first.Session();
        await Insert(frozen, 1);
        RunsOut("replaced");
        var late = await Assert.ThrowsAsync<PostgresException>(() => Insert(frozen, 2));
        Assert.Contains("the lease of the coordinator 10.0.0.1:4060 (generation 1) ended at", late.MessageText);
        Held(await second.Acquire());
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Insert(frozen, 2));
        Assert.Contains("held by the coordinator 10.0.0.2:4060", refused.MessageText);
        foreach (var change in new[] { "delete from journal", "update journal set deleted = true", "delete from snapshot" })
            await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand(change, frozen).ExecuteNonQueryAsync(Stop));
        await second.Write(2);
        Assert.Equal("2", postgres.Running.Query("select count(*) from journal where not deleted", "replaced"));
    }

    [Fact]
    public async Task A_coordinator_of_a_version_without_a_lease_is_refused_too()
    {
        var (first, _) = await Two("older");
        postgres.Running.Query(Event(1), "older"); // until the first lease, an older version may still be at work
        Held(await first.Acquire());
        Assert.Contains("older version of axspa", Assert.Throws<InvalidOperationException>(() => postgres.Running.Query(Event(2), "older")).Message);
    }

    [Fact]
    public async Task A_takeover_waits_for_a_write_that_is_under_way_and_none_comes_after_it()
    {
        var (first, second) = await Two("underway");
        Held(await first.Acquire());
        await using var session = await first.Session();
        await using var transaction = await session.BeginTransactionAsync(Stop);
        await Insert(session, 1);
        RunsOut("underway");
        var taking = second.Acquire();
        await using var late = await first.Session();
        await Task.Delay(200, Stop);
        Assert.False(taking.IsCompleted);
        var writing = Assert.ThrowsAsync<PostgresException>(() => Insert(late, 2));
        await transaction.CommitAsync(Stop);
        Assert.Equal(2, Held(await taking).Generation);
        await writing;
        Assert.Equal("1", postgres.Running.Query("select count(*) from journal", "underway"));
    }

    [Fact]
    public async Task A_holder_that_froze_in_the_midst_of_a_write_does_not_keep_its_successor_waiting()
    {
        var (first, second) = await Two("midst");
        Held(await first.Acquire());
        await using var session = await first.Session();
        var transaction = await session.BeginTransactionAsync(Stop);
        await Insert(session, 1);
        RunsOut("midst");
        Assert.Equal(2, Held(await second.Acquire()).Generation); // the server ends the idle session after 3 s
        await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync(Stop));
        Assert.Equal("0", postgres.Running.Query("select count(*) from journal", "midst"));
    }

    [Fact]
    public async Task Of_two_that_begin_at_once_one_has_it()
    {
        var (first, second) = await Two("atonce");
        var answers = await Task.WhenAll(first.Acquire(), second.Acquire());
        Assert.Single(answers.OfType<LeaseAnswer.Held>());
        Assert.Single(answers.OfType<LeaseAnswer.HeldByAnother>());
    }

    [Fact]
    public async Task Without_the_tables_of_the_journal_there_is_no_lease_yet() =>
        Assert.IsType<LeaseAnswer.Unprepared>(await new Coordinator(Database("bare"), "10.0.0.1:4060").Acquire());

    [Fact]
    public async Task A_user_who_may_not_guard_the_tables_is_told_what_their_owner_types()
    {
        await Two("rights");
        postgres.Running.Query("create role writer login password 'writer'; grant select, insert on all tables in schema public to writer", "rights");
        var refused = await Assert.ThrowsAsync<RefusedInputException>(
            () => new Coordinator($"postgres://writer:writer@127.0.0.1:{postgres.Running.Port}/rights", "10.0.0.3:4060").Acquire());
        Assert.Contains("alter table journal owner to \"writer\"", refused.Message);
    }

    [Fact]
    public async Task A_database_that_hangs_is_away_long_before_the_lease_ends()
    {
        using var hanging = PostgresServer.Create();
        var lease = PostgresJournal.FromUri(hanging.Uri).Lease();
        Assert.IsType<LeaseAnswer.Unprepared>(await lease.Acquire("10.0.0.1:4060", Stop));
        hanging.Freeze();
        var began = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<JournalAwayException>(() => lease.Renew(1, Stop));
        Assert.True(TimeProvider.System.GetElapsedTime(began) < lease.Term - TimeSpan.FromSeconds(3), $"it took {TimeProvider.System.GetElapsedTime(began)}");
    }

    [Fact]
    public async Task The_identity_is_made_once_also_by_two_at_once()
    {
        var address = Database("identity");
        var made = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(one => PostgresJournal.FromUri(address).Bind(identity => identity.Workspace ?? $"w{one}", Stop)));
        Assert.Single(made.Select(identity => (identity.Journal, identity.Workspace)).Distinct());
        Assert.Matches(new Regex("^[0-9a-f]{32}$"), made[0].Journal);
        Assert.Equal((made[0], true), (await PostgresJournal.FromUri(address).Identity(Stop), made[0].IsEmpty));
    }
}
