using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using AxSpa.Hosting.Journals;
using Xunit;

namespace AxSpa.Hosting.Tests.Journals;

/// <summary>Coordinators take turns, and each reads all that the others wrote.</summary>
public sealed class JournalInTurnsTests : IDisposable
{
    /// <summary>Writes what it is told, and answers with all that was ever written.</summary>
    private sealed class Scribe : ReceivePersistentActor
    {
        private readonly List<string> _written = [];

        public Scribe()
        {
            Recover<string>(_written.Add);
            Command<string>(word => Persist(word, written =>
            {
                _written.Add(written);
                Sender.Tell(_written.ToArray());
            }));
        }

        public override string PersistenceId => "scribe";
    }

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-turns-").FullName;
    private readonly ActorSystem _first, _second;

    public JournalInTurnsTests()
    {
        var journal = new SqliteJournal(Path.Combine(_folder, "journal.db"));
        journal.Open();
        var settings = ConfigurationFactory.ParseString("akka.loglevel = WARNING").WithFallback(journal.Plugins());
        (_first, _second) = (ActorSystem.Create("first", settings), ActorSystem.Create("second", settings));
    }

    public void Dispose()
    {
        Task.WaitAll(_first.Terminate(), _second.Terminate());
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new life of the actor each time, as after every change of coordinator.</summary>
    private static async Task<string[]> Write(ActorSystem system, string word)
    {
        var scribe = system.ActorOf(Props.Create(() => new Scribe()));
        var all = await scribe.Ask<string[]>(word, Long);
        await scribe.GracefulStop(Long);
        return all;
    }

    [Fact]
    public async Task What_a_process_wrote_before_and_after_another_one_is_read_whole()
    {
        await Write(_first, "one");
        await Write(_second, "two");
        await Write(_first, "three");
        await Write(_first, "four");
        Assert.Equal(["one", "two", "three", "four", "five"], await Write(_second, "five"));
        Assert.Equal(["one", "two", "three", "four", "five", "six"], await Write(_first, "six"));
    }
}
