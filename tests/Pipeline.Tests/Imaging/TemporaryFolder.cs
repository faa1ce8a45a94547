namespace AxSpa.Pipeline.Tests.Imaging;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("axspa-imaging-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A file with its folders, and a line of text in it.</summary>
    public string File(string name, string text = "x")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        System.IO.File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A symbolic link to what another name, or an absolute path, says.</summary>
    public string Link(string name, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        System.IO.File.CreateSymbolicLink(this[name], target);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
