using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Access;

/// <summary>The right to read what one key of a specification names, where that lies below the data roots.</summary>
/// <param name="Key">For messages.</param>
public sealed record ReadPermit(DataRoots Roots, string Key)
{
    /// <summary>Says no more than that: what is refused may exist or not.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="DataRootException">It leads out of the data roots.</exception>
    public void Require(string path)
    {
        if (Roots.IsAnywhere)
            return;
        try
        {
            Roots.Require(Key, path, RealPath.Of(path));
        }
        catch (IOException circles)
        {
            throw new DataRootException($"{Key}: {circles.Message} Name the file itself.");
        }
    }

    /// <summary>
    /// Opens a regular file for reading. It is asked both before, so that nothing outside is even touched, and after: between the two somebody may have
    /// put a link in its place, and from then on the open file is the one that is read.
    /// </summary>
    /// <exception cref="DataRootException">It leads out of the data roots.</exception>
    /// <exception cref="IOException">It is no regular file, or cannot be opened; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public FileStream Open(string path, int bufferBytes = 4096)
    {
        Require(path);
        var file = RegularFile.Open(path, bufferBytes);
        try
        {
            if (!Roots.IsAnywhere)
                Roots.Require(Key, path, RealPath.Of(file, path));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>For what a person reads on a machine of their own.</summary>
    public static ReadPermit Free { get; } = new(DataRoots.Anywhere, "");
}
