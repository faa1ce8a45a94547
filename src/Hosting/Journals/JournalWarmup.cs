using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace AxSpa.Hosting.Journals;

/// <summary>
/// The journal's library is compiled when it is first asked: 0.3 s between a person's command and the first job. Asked the same of a database in memory while
/// the actor system starts, it is ready when that is (benchmarks/results/start.md).
/// </summary>
public static class JournalWarmup
{
    /// <summary>Comes back at once. What goes wrong is for the journal itself to find and to say.</summary>
    public static void Begin() => OwnThread.RunUnheard("journal-warmup", Ask);

    private static async Task Ask()
    {
        await using var database = new DataConnection(new DataOptions().UseConnectionString(ProviderName.SQLiteMS, "Data Source=:memory:"));
        await database.CreateTableAsync<Row>();
        await database.BulkCopyAsync(new BulkCopyOptions(), [new Row { Id = "a", Number = 1 }, new Row { Id = "b", Number = 2 }]);
        await database.InsertAsync(new Row { Id = "c" });
        var rows = database.GetTable<Row>();
        await rows.Where(row => row.Id == "a" && row.Number <= 5 && !row.IsDeleted).OrderBy(row => row.Number).Take(3).ToListAsync();
        await rows.Where(row => row.Id == "a").Select(row => (long?)row.Number).MaxAsync();
        await rows.Where(row => row.Id == "a").OrderByDescending(row => row.Number).FirstOrDefaultAsync();
    }

    /// <summary>As wide as a row of the journal.</summary>
    private sealed class Row
    {
        public long Ordering { get; set; }

        public string Id { get; set; } = "";

        public long Number { get; set; }

        public byte[]? Message { get; set; }

        public bool IsDeleted { get; set; }

        public int? Identifier { get; set; }
    }
}
