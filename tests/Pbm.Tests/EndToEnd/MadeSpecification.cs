namespace AxSpa.Pbm.Tests.EndToEnd;

/// <summary>A specification in a folder of its own, gone with the test.</summary>
internal sealed class MadeSpecification : IDisposable
{
    public MadeSpecification(string yaml)
    {
        Folder = Directory.CreateTempSubdirectory("axspa-pbm-").FullName;
        Path = System.IO.Path.Combine(Folder, "run.yaml");
        File.WriteAllText(Path, yaml);
    }

    public string Folder { get; }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
