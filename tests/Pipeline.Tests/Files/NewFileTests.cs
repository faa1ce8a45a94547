using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Files;

public sealed class NewFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_lies_there_is_written_over_only_where_that_was_asked_for_and_a_folder_never()
    {
        NewFile.RefuseIfTaken(_folder["new.tar"], isWanted: false);
        File.WriteAllText(_folder["old.tar"], "somebody's");
        Assert.Contains("say --overwrite", Assert.Throws<RefusedInputException>(() => NewFile.RefuseIfTaken(_folder["old.tar"], isWanted: false)).Message);
        NewFile.RefuseIfTaken(_folder["old.tar"], isWanted: true);
        Assert.Contains("is a folder", Assert.Throws<RefusedInputException>(() => NewFile.RefuseIfTaken(_folder.Path, isWanted: true)).Message);
    }
}
