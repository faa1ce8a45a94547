namespace AxSpa.Pipeline.Deployment;

/// <summary>One file of a frozen model, by the name it has in a bundle: on disk, or small enough to be held here.</summary>
/// <param name="Name">With forward slashes: <c>folds/mri-0/weights.safetensors</c>.</param>
public sealed record ModelFile(string Name, string? Path, byte[]? Content)
{
    public static ModelFile On(string name, string path) => new(name, path, null);

    public static ModelFile Of(string name, byte[] content) => new(name, null, content);

    public byte[] Read() => Content ?? File.ReadAllBytes(Path!);

    public Stream Open() => Content is { } held ? new MemoryStream(held, writable: false) : File.OpenRead(Path!);
}
