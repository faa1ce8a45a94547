using System.Collections.Concurrent;
using AxSpa.Hosting.Journals;
using AxSpa.Pipeline;
using AxSpa.Support;
using Xunit;

namespace AxSpa.Hosting.Tests.Journals;

/// <summary>One setting names a file or a database, and a person who gets it wrong reads what to do, never the password.</summary>
public sealed class JournalTests(JournalTests.Server postgres) : IClassFixture<JournalTests.Server>
{
    public sealed class Server : IDisposable
    {
        internal PostgresServer Running { get; } = PostgresServer.Create();

        public void Dispose() => Running.Dispose();
    }

    private readonly ConcurrentQueue<string> _said = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task Ready(string text) => Journal.Parse(text).WaitUntilReady(_said.Enqueue, Stop);

    private async Task<string> Refusal(string text)
    {
        var refused = await Assert.ThrowsAsync<RefusedInputException>(() => Ready(text));
        Assert.DoesNotContain(postgres.Running.Password, refused.Message);
        Assert.Empty(_said);
        return refused.Message;
    }

    [Theory]
    [InlineData("postgres://axspa:secret@db.example:5433/runs")]
    [InlineData("postgresql://axspa:secret@db.example:5433/runs?sslmode=require")]
    [InlineData("Host=db.example;Port=5433;Username=axspa;Password=secret;Database=runs")]
    [InlineData("server = db.example; port=5433; user id=axspa; password=secret; database=runs")]
    public void A_database_is_known_by_its_form_and_named_without_its_password(string text) =>
        Assert.Equal("PostgreSQL on db.example:5433, database runs", Assert.IsType<PostgresJournal>(Journal.Parse(text)).Name);

    [Theory]
    [InlineData("journal.db")]
    [InlineData("/var/lib/axspa/journal.db")]
    [InlineData("odd=name;of file.db")]
    public void Anything_else_is_a_file(string text) => Assert.Equal(text, Assert.IsType<SqliteJournal>(Journal.Parse(text)).Name);

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://u:topsecret@h:99999/d")]
    [InlineData("postgres://u:topsecret@h/d?colour=blue")]
    [InlineData("postgres://h/d")]
    [InlineData("Host=h;Username=u;Password=topsecret;Colour=blue")]
    [InlineData("Host=h;Username=u;Port=topsecret")]
    [InlineData("Host=h;Database=d")]
    public void What_cannot_be_read_as_a_database_is_refused_with_the_form_to_write(string text)
    {
        var refused = Assert.Throws<RefusedInputException>(() => Journal.Parse(text));
        Assert.Contains("PostgreSQL", refused.Message);
        Assert.DoesNotContain("topsecret", refused.Message);
    }

    [Fact]
    public async Task A_password_with_any_sign_in_it_reaches_the_server()
    {
        const string Password = "p@ss:w/or?d;#'=\"{$x}\\ ";
        postgres.Running.Query($"create role odd login superuser password '{Password.Replace("'", "''")}'");
        await Ready($"postgres://odd:{Uri.EscapeDataString(Password)}@127.0.0.1:{postgres.Running.Port}/axspa");
        var plugins = Journal.Parse($"postgres://odd:{Uri.EscapeDataString(Password)}@127.0.0.1:{postgres.Running.Port}/axspa").Plugins();
        await Ready(plugins.GetString("akka.persistence.journal.sql.connection-string"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_forms_reach_the_server(bool asUri)
    {
        await Ready(asUri ? postgres.Running.Uri : postgres.Running.ConnectionString);
        Assert.Empty(_said);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_host_port_and_database()
    {
        var refused = await Refusal(postgres.Running.ConnectionString.Replace(postgres.Running.Password, "wrong"));
        Assert.Contains($"127.0.0.1:{postgres.Running.Port}, database axspa", refused);
        Assert.Contains("password", refused);
    }

    [Fact]
    public async Task A_missing_password_is_refused_with_where_to_put_it() =>
        Assert.Contains("AXSPA_JOURNAL", await Refusal($"postgres://postgres@127.0.0.1:{postgres.Running.Port}/axspa"));

    [Fact]
    public async Task A_missing_database_is_refused_with_how_to_make_it() =>
        Assert.Contains("createdb", await Refusal(postgres.Running.Uri.Replace("/axspa", "/nowhere")));

    [Fact]
    public async Task A_user_who_may_not_make_tables_is_refused_with_what_the_owner_types()
    {
        postgres.Running.Query("create role guest login password 'guest'");
        Assert.Contains("grant create on schema public to \"guest\"", await Refusal($"postgres://guest:guest@127.0.0.1:{postgres.Running.Port}/axspa"));
    }

    [Fact]
    public async Task A_server_that_is_not_up_yet_is_waited_for()
    {
        using var late = PostgresServer.Create();
        late.Stop();
        var ready = Ready(late.Uri);
        while (_said.IsEmpty)
            await Task.Delay(20, Stop);
        Assert.False(ready.IsCompleted);
        late.Start();
        await ready.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Collection(_said,
            line => Assert.StartsWith($"The journal cannot be reached: PostgreSQL on 127.0.0.1:{late.Port}, database axspa (", line),
            line => Assert.StartsWith("The journal answers", line));
    }

    [Fact]
    public void A_file_is_for_one_process_and_opens_twice_in_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("axspa-journal-").FullName;
        try
        {
            var file = Path.Combine(folder, "deeper", "journal.db");
            new SqliteJournal(file).Open();
            new SqliteJournal(file).Open();
            Assert.Throws<IOException>(() => new FileStream($"{file}.lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
