namespace AxSpa.Pipeline.Files;

/// <summary>A single file that a command writes: what lies there already is somebody's, and is replaced only where that was asked for.</summary>
public static class NewFile
{
    public const string Overwrite = "--overwrite";

    /// <param name="isWanted">It was asked for that what lies there is replaced.</param>
    /// <exception cref="RefusedInputException">There is a file already, or a folder.</exception>
    public static void RefuseIfTaken(string path, bool isWanted)
    {
        if (Directory.Exists(path))
            throw new RefusedInputException($"{path}: is a folder. Name a file with --out.");
        if (File.Exists(path) && !isWanted)
            throw new RefusedInputException(
                $"{path}: there is such a file already, and nothing is written over unasked. Name another with --out, or say {Overwrite}.");
    }
}
