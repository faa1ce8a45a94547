namespace AxSpa.Standalone.Tests;

/// <summary>samples/tiny.yaml with its cohort, in a folder of its own: both branches, the whole pipeline, in seconds.</summary>
internal sealed class TinyCohort : IDisposable
{
    private TinyCohort() { }

    public string Folder { get; } = Directory.CreateTempSubdirectory("axspa-tiny-").FullName;

    public string Specification => Path.Combine(Folder, "tiny.yaml");

    public static TinyCohort Make()
    {
        var tiny = new TinyCohort();
        var (code, _, errors) = AxspaProcess.Run("cohort", "generate", "--out", Path.Combine(tiny.Folder, "tiny"), "--patients", "60");
        Xunit.Assert.True(code == 0, errors);
        File.Copy(Path.Combine(Repository.Root, "samples", "tiny.yaml"), tiny.Specification);
        return tiny;
    }

    public string Workspace(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
