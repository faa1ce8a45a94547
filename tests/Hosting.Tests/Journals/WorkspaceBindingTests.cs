using AxSpa.Hosting.Journals;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using Xunit;

namespace AxSpa.Hosting.Tests.Journals;

/// <summary>A workspace and its journal belong together, and a pair that does not is refused with what can be done.</summary>
public sealed class WorkspaceBindingTests : IDisposable
{
    private const string A =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", B =
            "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", W = "11111111111111111111111111111111", V = "22222222222222222222222222222222";

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-binding-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Workspace => Directory.CreateDirectory(Path.Combine(_folder, "workspace")).FullName;

    private SqliteJournal Journal(string name)
    {
        var journal = new SqliteJournal(Path.Combine(_folder, $"{name}.db"));
        journal.Open();
        return journal;
    }

    private Task Bind(SqliteJournal journal, bool adopt = false) => WorkspaceBinding.Bind(journal, Workspace, adopt, Stop);

    private async Task<string> Refusal(SqliteJournal journal) => (await Assert.ThrowsAsync<RefusedInputException>(() => Bind(journal))).Message;

    /// <summary>What is known of the folder and of the journal, and what comes of it: words of the refusal, or that they are a pair.</summary>
    [Theory]
    [InlineData(null, false, null, true, "")] // both new
    [InlineData(null, false, null, false, "")] // of an earlier version, its runs deleted
    [InlineData(null, true, null, false, "")] // of an earlier version
    [InlineData(null, true, null, true, "is empty")] // of an earlier version, its journal deleted
    [InlineData(A, false, W, true, "")]
    [InlineData(A, true, W, false, "")]
    [InlineData(A, true, null, false, "")] // ended while it was bound
    [InlineData(A, true, W, true, "is empty")] // emptied
    [InlineData(B, true, null, false, "belongs to the journal bbbbbbbb, and the journal runs.db is aaaaaaaa")]
    [InlineData(B, false, W, true, "belongs to the journal bbbbbbbb")]
    [InlineData(A, true, V, false, "belongs to another workspace (22222222) than /shared (11111111)")]
    [InlineData(null, false, V, false, "Is the shared folder mounted")]
    [InlineData(null, false, V, true, "")] // ended while it was bound for the first time
    public void A_pair_is_kept_a_new_one_is_bound_and_anything_else_is_refused(string? folder, bool hasRuns, string? journalIsOf, bool isEmpty, string words)
    {
        var binding = new WorkspaceBinding("/shared", folder is null ? null : new WorkspaceIdentity(W, folder), hasRuns);
        var journal = new JournalIdentity(A, journalIsOf, isEmpty);
        if (words.Length > 0)
        {
            var refused = Assert.Throws<RefusedInputException>(() => binding.With(journal, "runs.db", adopt: false)).Message;
            Assert.Contains(words, refused);
            Assert.Contains("--adopt-journal", refused);
        }
        else
        {
            var bound = binding.With(journal, "runs.db", adopt: false);
            Assert.Equal((folder is null ? bound.Workspace : W, A), (bound.Workspace, bound.Journal));
            Assert.Contains(bound.Workspace, folder is null && journalIsOf is null ? [bound.Workspace] : new[] { W, V });
        }
        Assert.Equal(A, binding.With(journal, "runs.db", adopt: true).Journal);
    }

    [Fact]
    public async Task What_has_no_identity_is_given_one_and_keeps_it()
    {
        await Bind(Journal("first"));
        var made = WorkspaceIdentity.Read(Workspace);
        await Bind(Journal("first"));
        Assert.Equal(made, WorkspaceIdentity.Read(Workspace));
        var identity = await Journal("first").Identity(Stop);
        Assert.Equal((made!.Journal, made.Workspace), (identity!.Journal, identity.Workspace));
        Assert.Null(await WorkspaceBinding.Trouble(Journal("first"), Workspace, Stop));
    }

    [Fact]
    public async Task Another_journal_is_refused_until_it_is_adopted_and_then_the_first_one_is()
    {
        await Bind(Journal("first"));
        Assert.Contains("second.db", await Refusal(Journal("second")));
        Assert.Contains("second.db",
            (await Assert.ThrowsAsync<RefusedInputException>(() => WorkspaceBinding.Trouble(Journal("second"), Workspace, Stop))).Message);
        await Bind(Journal("second"), adopt: true);
        await Bind(Journal("second"));
        Assert.Contains("first.db", await Refusal(Journal("first")));
    }

    [Fact]
    public async Task A_workspace_with_runs_and_a_journal_that_was_deleted_is_refused_as_well_before_it_ever_had_an_identity()
    {
        Directory.CreateDirectory(Path.Combine(Workspace, "runs", "20261123-120000-abcd"));
        Assert.Contains("holds runs, and the journal", await Refusal(Journal("new")));
        Assert.Null(WorkspaceIdentity.Read(Workspace));
    }

    [Fact]
    public async Task An_identity_that_cannot_be_read_is_refused_with_the_file()
    {
        File.WriteAllText(WorkspaceIdentity.PathIn(Workspace), "{");
        Assert.Contains("workspace.id", await Refusal(Journal("first")));
    }

    [Fact]
    public async Task A_share_that_is_away_for_a_moment_is_no_other_workspace()
    {
        await Bind(Journal("first"));
        Directory.Move(Workspace, Path.Combine(_folder, "away"));
        await WorkspaceBinding.Compare(Journal("first"), Path.Combine(_folder, "workspace"), Stop);
    }
}
