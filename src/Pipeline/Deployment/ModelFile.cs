using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Deployment;

/// <summary>One file of a frozen model, by the name it has in a bundle: on disk, or small enough to be held here.</summary>
/// <param name="Name">With forward slashes: <c>folds/mri-0/weights.safetensors</c>.</param>
public sealed record ModelFile(string Name, string? Path, byte[]? Content)
{
    public static ModelFile On(string name, string path) => new(name, path, null);

    public static ModelFile Of(string name, byte[] content) => new(name, null, content);

    /// <summary>Of what is read whole: texts and trees, not weights.</summary>
    private const int MostBytes = 64 << 20;

    public byte[] Read() => Read(Path ?? Name);

    /// <param name="source">For messages: the bundle or the run.</param>
    /// <exception cref="BundleException">It is larger than any such file.</exception>
    public byte[] Read(string source)
    {
        if (Content is { } held) return held;
        using var file = RegularFile.Open(Path!);
        return BoundedRead.All(file, MostBytes)
            ?? throw new BundleException(source, FormattableString.Invariant($"{Name} has more than {MostBytes >> 20} MiB, and no such file of a model has."));
    }

    public Stream Open() => Content is { } held ? new MemoryStream(held, writable: false) : RegularFile.Open(Path!);
}
