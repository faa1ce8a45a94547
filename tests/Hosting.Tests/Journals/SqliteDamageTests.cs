using AxSpa.Hosting.Journals;
using AxSpa.Pipeline;
using Microsoft.Data.Sqlite;
using Xunit;

namespace AxSpa.Hosting.Tests.Journals;

/// <summary>A file that is damaged, deleted or replaced is told apart from one that cannot be opened, and says how it is restored.</summary>
public sealed class SqliteDamageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-damage-").FullName;

    private string Path1 => Path.Combine(_folder, "journal.db");

    private SqliteJournal Journal => new(Path1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A journal that an earlier process wrote: some pages of events, all of them in the file itself.</summary>
    private void Filled()
    {
        using (var connection = new SqliteConnection($"Data Source={Path1};Pooling=False"))
        {
            connection.Open();
            using var fill = connection.CreateCommand();
            fill.CommandText = """
                create table journal (ordering integer primary key, message blob);
                create table snapshot (sequence_number integer primary key, snapshot blob);
                create index by_message on journal (message);
                with recursive number (n) as (select 1 union all select n + 1 from number where n < 2000) insert into journal select n, hex(randomblob(40)) from number
                """;
            fill.ExecuteNonQuery();
        }
    }

    private string RefusedAt(Action<FileStream> damage)
    {
        Filled();
        using (var file = File.Open(Path1, FileMode.Open))
            damage(file);
        var before = File.ReadAllBytes(Path1);
        var refused = Assert.Throws<RefusedInputException>(Journal.Open).Message;
        Assert.Equal(before, File.ReadAllBytes(Path1));
        return refused;
    }

    [Fact]
    public void A_beginning_that_is_not_of_SQLite_is_named_as_damage_with_how_to_restore_it()
    {
        var refused = RefusedAt(file => file.Write("garbage, garbage, garbage"u8));
        Assert.Contains($"{Path1}: the journal is damaged", refused);
        Assert.Contains("Put a copy back", refused);
        Assert.DoesNotContain("folder that can be written", refused);
    }

    [Fact]
    public void Garbage_in_the_middle_is_found_at_the_start()
    {
        var refused = RefusedAt(file =>
        {
            file.Position = file.Length / 2;
            file.Write(new byte[20_000].Select((_, at) => (byte)(at * 7)).ToArray());
        });
        Assert.Contains($"{Path1}: the journal is damaged", refused);
        Assert.Contains("Put a copy back", refused);
    }

    [Fact]
    public async Task A_journal_that_is_deleted_while_it_is_used_is_in_trouble_and_its_lease_is_gone()
    {
        Journal.Open();
        var lease = Journal.Lease();
        Assert.Equal(1, Assert.IsType<LeaseAnswer.Held>(await lease.Acquire("127.0.0.1:4060", Stop)).Tenure.Generation);
        Assert.IsType<LeaseAnswer.Held>(await lease.Renew(1, Stop));
        Assert.Null(await Journal.Trouble(Stop));
        foreach (var file in Directory.GetFiles(_folder, "journal.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            File.Delete(file);
        Assert.Contains("was deleted", await Journal.Trouble(Stop));
        Assert.Contains("was deleted", Assert.IsType<LeaseAnswer.Gone>(await lease.Renew(1, Stop)).Why);
        await Assert.ThrowsAsync<JournalAwayException>(() => Journal.Identity(Stop));
        Assert.False(File.Exists(Path1)); // looking makes none
    }

    [Fact]
    public async Task A_journal_that_is_replaced_by_a_copy_of_itself_is_no_more_the_one_that_is_written()
    {
        Journal.Open();
        var lease = Journal.Lease();
        await lease.Acquire("127.0.0.1:4060", Stop);
        File.Copy(Path1, Path1 + ".copy");
        File.Move(Path1 + ".copy", Path1, overwrite: true);
        Assert.Contains("replaced by another file", await Journal.Trouble(Stop));
        Assert.Contains("replaced by another file", Assert.IsType<LeaseAnswer.Gone>(await lease.Renew(1, Stop)).Why);
    }

    [Fact]
    public async Task Lives_in_one_process_and_in_several_are_generations_of_one_record()
    {
        Journal.Open();
        var lease = Journal.Lease();
        await lease.Acquire("127.0.0.1:4060", Stop);
        var again = Assert.IsType<LeaseAnswer.Held>(await lease.Acquire("127.0.0.1:4060", Stop));
        Assert.Equal((2L, true), (again.Tenure.Generation, again.Before!.EndedAt is null));
        await lease.Release(2, Stop);
        var next = Assert.IsType<LeaseAnswer.Held>(await Journal.Lease().Acquire("127.0.0.1:4061", Stop));
        Assert.Equal((3L, "127.0.0.1:4060", true), (next.Tenure.Generation, next.Before!.Name, next.Before.EndedAt is not null));
    }

    [Theory]
    [InlineData(false, "the manifest is not known", "damaged, or of a newer version (the manifest is not known)")]
    [InlineData(true, "the pool is exhausted", null)]
    public void A_recovery_that_fails_for_its_content_is_told_from_one_that_waits(bool passes, string reason, string? words)
    {
        Exception cause = passes ? new TimeoutException(reason) : new System.Runtime.Serialization.SerializationException(reason);
        var said = JournalDamage.Of("journal.db", "run-1", new InvalidOperationException("recovery failed", cause));
        if (words is null)
            Assert.Null(said);
        else
            Assert.Contains(words, said);
    }
}
