using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using Xunit;

namespace AxSpa.Pipeline.Tests.Access;

public sealed class KnownWorkspacesTests : IDisposable
{
    private const string Right = "00112233445566778899aabbccddeeff", Other = "ffeeddccbbaa99887766554433221100";

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-known-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Everything() => [.. Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static TheoryData<string, string?> Writers =>
        [.. from writer in Write.Keys from there in new[] { null, "", Other } select new TheoryDataRow<string, string?>(writer, there)];

    private static readonly Dictionary<string, Action<string>> Write = new()
    {
        ["a file"] = workspace => AtomicFile.Write(Path.Combine(workspace, "volumes", "x.f32"), "voxels"),
        ["a file deep below"] = workspace =>
            AtomicFile.Write(Path.Combine(workspace, "runs", "r", "folds", "mri-0", "attempt-1", "checkpoints", "epoch-0001.json"), "{}"),
        ["a folder"] = workspace => FolderSync.Make(Path.Combine(workspace, "runs", "r", "cohort", "attempt-1")),
        ["a whole folder"] = workspace => WholeFolder.Write(Path.Combine(workspace, "out"), folder => File.Create(Path.Combine(folder, "x")).Length),
        ["the key of pseudonyms"] = workspace => _ = Pseudonyms.Of(workspace),
    };

    /// <param name="there">The identity in the folder; null: none; empty: a file that is none.</param>
    [Theory, MemberData(nameof(Writers))]
    public void Nothing_is_made_in_a_folder_that_is_not_the_workspace(string writer, string? there)
    {
        if (there is "")
            File.WriteAllText(WorkspaceIdentity.PathIn(_folder), "garbage");
        else if (there is not null)
            new WorkspaceIdentity(there, Right).Write(_folder);
        KnownWorkspaces.Expect(_folder + "/", Right);
        var before = Everything();

        var away = Assert.Throws<WorkspaceAwayException>(() => Write[writer](_folder));

        Assert.Contains(_folder, away.Message);
        Assert.Contains(Right, away.Message);
        Assert.Contains(there == Other ? Other : "Is the share mounted?", away.Message);
        Assert.Equal(before, Everything());
    }

    [Theory, MemberData(nameof(Writers))]
    public void In_the_workspace_and_where_nothing_is_known_everything_is_made(string writer, string? there)
    {
        if (there is not null)
        {
            new WorkspaceIdentity(Right, Right).Write(_folder);
            KnownWorkspaces.Expect(_folder, Right);
        }
        Write[writer](_folder);
        Assert.Contains(Everything(), path => path != WorkspaceIdentity.PathIn(_folder));
    }

    [Fact]
    public void What_was_found_in_a_folder_is_expected_from_then_on()
    {
        Assert.Null(KnownWorkspaces.IdentityOf(_folder));
        AtomicFile.Write(Path.Combine(_folder, "x"), "of an earlier version");
        new WorkspaceIdentity(Right, Right).Write(_folder);
        Assert.Equal(Right, KnownWorkspaces.IdentityOf(_folder));
        Assert.Null(KnownWorkspaces.WhyAway(_folder));
        File.Delete(WorkspaceIdentity.PathIn(_folder));
        Assert.Equal(Right, KnownWorkspaces.IdentityOf(_folder));
        Assert.Contains($"holds no {WorkspaceIdentity.FileName}", KnownWorkspaces.WhyAway(_folder));
    }

    [Fact]
    public void A_workspace_that_comes_back_is_used_again_with_the_same_key()
    {
        new WorkspaceIdentity(Right, Right).Write(_folder);
        KnownWorkspaces.Expect(_folder, Right);
        var patient = Pseudonyms.Of(_folder)["AX-0012"];
        Directory.Move(_folder, _folder + ".away");
        Directory.CreateDirectory(_folder);
        Assert.Throws<WorkspaceAwayException>(() => Pseudonyms.Of(_folder));
        Assert.Empty(Everything());
        Directory.Delete(_folder);
        Directory.Move(_folder + ".away", _folder);
        Assert.Equal(patient, Pseudonyms.Of(_folder)["AX-0012"]);
    }
}
