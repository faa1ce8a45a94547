using Xunit;

namespace AxSpa.Extension.Tests;

/// <summary>samples/tiny.yaml with the extension's branch and its fusion, run once for all tests.</summary>
public sealed class ExtendedRun : IDisposable
{
    public ExtendedRun()
    {
        var (code, said) = ExtendedProgram.PlainAxspa("cohort", "generate", "--out", Cohort, "--patients", "60");
        Assert.True(code == 0, said);
        var tiny = File.ReadAllText(Path.Combine(ExtendedProgram.Repository, "samples", "tiny.yaml"));
        var extended = tiny.Replace("fusion: { maxRounds: 30 }", "linear: { epochs: 4 }\nfusion: { maxRounds: 30, baseline: mean }", StringComparison.Ordinal);
        Assert.NotEqual(tiny, extended);
        File.WriteAllText(Specification, extended);
        (code, Said) = ExtendedProgram.Axspa("run", Specification, "--workspace", Workspace);
        Assert.True(code == 0, Said);
        Root = Directory.GetDirectories(Path.Combine(Workspace, "runs")).Single();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("axspa-extended-").FullName;

    public string Specification => Path.Combine(Folder, "extended.yaml");

    public string Workspace => Path.Combine(Folder, "workspace");

    /// <summary>Of the run.</summary>
    public string Root { get; }

    public string Said { get; }

    private string Cohort => Path.Combine(Folder, "tiny");

    public string Result(string file) => File.ReadAllText(Path.Combine(Root, "results", file));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
