namespace AxSpa.Pipeline.Imaging;

/// <summary>An image file that cannot be used. The message begins with the file's path.</summary>
public sealed class NiftiException(string path, string problem, Exception? inner = null)
    : RefusedInputException($"{path}: {problem}", inner)
{
    public string Path { get; } = path;
}
