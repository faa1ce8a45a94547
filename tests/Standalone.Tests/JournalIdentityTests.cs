using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Xunit;

namespace AxSpa.Standalone.Tests;

/// <summary>A journal that is deleted, replaced, damaged or another one: real processes refuse to go on, and say how it is put right.</summary>
public sealed class JournalIdentityTests : IDisposable
{
    private readonly TinyCohort _cohort = TinyCohort.Make();

    public void Dispose() => _cohort.Dispose();

    private string Workspace => _cohort.Workspace("runs");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private (int Code, string Out, string Errors) Run(params string[] more) =>
        AxspaProcess.Run(["run", _cohort.Specification, "--workspace", Workspace, "--pbm-port", "off", "--until", "cohort", .. more]);

    private void DeleteJournal()
    {
        foreach (var file in Directory.GetFiles(Workspace, "journal.db*"))
            File.Delete(file);
    }

    [Fact]
    public void A_workspace_whose_journal_was_deleted_is_not_silently_computed_again()
    {
        Assert.Equal(0, Run().Code);
        Assert.Equal(0, Run().Code);
        Assert.Single(Directory.GetDirectories(Path.Combine(Workspace, "runs")));
        DeleteJournal();
        var refused = Run();
        Assert.Equal(2, refused.Code);
        Assert.Contains($"{Workspace} holds runs, and the journal {Path.Combine(Workspace, "journal.db")} is empty", refused.Errors);
        Assert.Single(Directory.GetDirectories(Path.Combine(Workspace, "runs")));
        Assert.Equal(0, Run("--adopt-journal").Code);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(Workspace, "runs")).Length);
        Assert.Equal(0, Run().Code);
    }

    [Fact]
    public void A_workspace_of_an_earlier_version_gets_its_identity_without_a_word_unless_its_journal_is_gone()
    {
        Assert.Equal(0, Run().Code);
        File.Delete(Path.Combine(Workspace, "workspace.id"));
        DeleteJournal();
        Assert.Equal(2, Run().Code);
        Assert.False(File.Exists(Path.Combine(Workspace, "workspace.id")));
    }

    [Fact]
    public void A_coordinator_with_another_journal_is_refused_and_names_both()
    {
        Assert.Equal(0, Run().Code);
        var other = Path.Combine(_cohort.Folder, "other", "journal.db");
        var refused = AxspaProcess.Run("coordinator", "--workspace", Workspace, "--journal", other, "--http-port", "off");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--adopt-journal", refused.Errors);
        Assert.Contains(Workspace, refused.Errors);
        Assert.Contains(other, refused.Errors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3 * 4096)]
    public void A_damaged_journal_is_named_as_that_and_left_as_it_is(int at)
    {
        Assert.Equal(0, Run().Code);
        var journal = Path.Combine(Workspace, "journal.db");
        File.Delete(journal + "-wal");
        using (var file = File.OpenWrite(journal))
        {
            file.Position = at;
            for (var byteAt = 0; byteAt < 8192; byteAt++)
                file.WriteByte((byte)(byteAt * 31));
        }
        var before = File.ReadAllBytes(journal);
        var refused = Run();
        Assert.Equal(2, refused.Code);
        Assert.Contains($"{journal}: the journal is damaged", refused.Errors);
        Assert.Contains("Put a copy back", refused.Errors);
        Assert.Equal(before, File.ReadAllBytes(journal));
    }

    [Fact]
    public void An_event_that_cannot_be_read_is_told_and_not_waited_for()
    {
        Assert.Equal(0, Run().Code);
        using (var journal = new SqliteConnection($"Data Source={Path.Combine(Workspace, "journal.db")};Pooling=False"))
        {
            journal.Open();
            using var damage = journal.CreateCommand();
            damage.CommandText = "update journal set message = x'00ff00ff' where persistence_id = 'coordinator' and sequence_number = 1";
            Assert.Equal(1, damage.ExecuteNonQuery());
        }
        var refused = Run();
        Assert.Equal(2, refused.Code);
        Assert.Contains("what it holds of 'coordinator' is damaged", refused.Errors);
        Assert.Contains("Restore it from a backup", refused.Errors);
    }

    [Fact]
    public async Task A_journal_that_is_deleted_under_a_coordinator_stops_it_and_health_and_doctor_say_so()
    {
        using var standalone = AxspaProcess.Start(["standalone", "--workspace", Workspace, "--slots", "cpu:1", "--http-port", "auto"]);
        standalone.Until(() => standalone.Errors.Contains("works now"), "the coordinator worked");
        Assert.Contains("generation 1", standalone.Errors);
        var pbm = Regex.Match(standalone.Errors, @"pbm answers on (127\.0\.0\.1:\d+)").Groups[1].Value;
        Assert.Matches(@"coordinator +127\.0\.0\.1:\d+ works since [-0-9: ]+Z \(generation 1\); this process is a cluster of its own", Pbm(pbm, "doctor").Out);
        Assert.Matches(@"\nCoordinator: 127\.0\.0\.1:\d+ works since ", Pbm(pbm, "cluster", "show").Out);
        DeleteJournal();
        standalone.Until(() => standalone.Errors.Contains("stands down"), "the coordinator stood down");
        var doctor = Pbm(pbm, "doctor");
        Assert.Equal(1, doctor.Code);
        Assert.Contains("the journal was deleted while this coordinator works on it", doctor.Out);
        Assert.Contains("was deleted", Pbm(pbm, "run", "list").Errors);
        standalone.Until(() => standalone.Asked("/healthz/ready", Stop).GetAwaiter().GetResult().Contains("the journal was deleted"), "readiness said it");
        Assert.False(File.Exists(Path.Combine(Workspace, "journal.db")));
        standalone.Interrupt();
        await Task.Run(standalone.End, Stop);
    }

    private static (int Code, string Out, string Errors) Pbm(string address, params string[] arguments)
    {
        using var process = AxspaProcess.StartProgram(AxspaProcess.ProgramOf("Pbm"), [address, .. arguments]);
        return process.End();
    }
}
