using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using Xunit;

namespace AxSpa.Pipeline.Tests.Files;

public sealed class PosixWorkspaceTests : IDisposable
{
    private static readonly StoreName File1 = StoreName.Of("runs/r/a.csv"), File2 = StoreName.Of("runs/r/deep/.b.tmp"), Run = StoreName.Of("runs/r");

    private readonly string _root = Directory.CreateTempSubdirectory("axspa-store-").FullName;
    private readonly PosixWorkspace _store;

    public PosixWorkspaceTests() => _store = new PosixWorkspace(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_written_is_there_whole_and_is_read_up_to_a_bound()
    {
        _store.Write(File1, [1, 2, 3]);
        _store.Write(File1, [4, 5]);
        Assert.Equal([4, 5], _store.ReadAll(File1, 2)!);
        Assert.Null(_store.ReadAll(File1, 1));
        Assert.True(_store.Holds(File1, [4, 5]));
        Assert.False(_store.Holds(File1, [4, 5, 6]));
        Assert.False(_store.Holds(File2, []));
        Assert.Equal(new StoreEntry(File1, false, 2), _store.Find(File1));
        Assert.Equal(new StoreEntry(Run, true, 0), _store.Find(Run));
        Assert.Null(_store.Find(File2));
        Assert.Throws<DirectoryNotFoundException>(() => _store.Read(File2));
    }

    [Fact]
    public void What_cannot_be_filled_leaves_nothing()
    {
        Assert.Throws<InvalidDataException>(() => _store.Write(File1, _ => throw new InvalidDataException()));
        Assert.Empty(_store.List(Run));
    }

    [Fact]
    public void Text_is_added_at_the_end()
    {
        _store.Append(File1, "first\n");
        _store.Append(File1, "second\n");
        Assert.Equal("first\nsecond\n", File.ReadAllText(_store.LocalPath(File1)));
    }

    [Fact]
    public void All_files_below_a_folder_are_listed_hidden_ones_too_and_links_are_not()
    {
        _store.Write(File1, [1]);
        _store.Write(File2, [1, 2]);
        Directory.CreateSymbolicLink(Path.Combine(_root, "runs", "r", "link"), "/etc");
        Assert.Equal([(File1, 1L), (File2, 2L)], _store.List(Run).Select(file => (file.Name, file.Bytes)).OrderBy(file => file.Bytes));
        Assert.Empty(_store.List(StoreName.Of("nowhere")));
    }

    [Fact]
    public void A_file_or_a_folder_is_deleted_and_what_is_not_there_is_no_trouble()
    {
        _store.Write(File1, [1]);
        _store.Write(File2, [1]);
        _store.Delete(File1);
        Assert.Equal(File2, Assert.Single(_store.List(Run)).Name);
        _store.Delete(Run);
        _store.Delete(Run);
        _store.Delete(File1);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_root, "runs")));
    }

    [Fact]
    public void A_deletion_that_was_cut_short_is_finished_by_the_next_one()
    {
        _store.Write(File1, [1]);
        Directory.Move(Path.Combine(_root, "runs", "r"), Path.Combine(_root, "runs", ".deleting-r"));
        _store.Delete(Run);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_root, "runs")));
    }

    [Fact]
    public void In_an_empty_folder_where_the_workspace_should_be_nothing_is_written_and_nothing_is_gone()
    {
        KnownWorkspaces.Expect(_root, new string('1', 32));
        Assert.NotNull(_store.WhyAway());
        Assert.Throws<WorkspaceAwayException>(() => _store.Write(File1, [1]));
        Assert.Throws<WorkspaceAwayException>(() => _store.Append(File1, "x"));
        Assert.Throws<WorkspaceAwayException>(() => _store.Delete(Run));
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }
}
