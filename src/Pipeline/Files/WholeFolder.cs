namespace AxSpa.Pipeline.Files;

/// <summary>A folder of results that appears whole or not at all: filled beside its place, then renamed.</summary>
public static class WholeFolder
{
    /// <param name="path">Must not be there, or be an empty folder.</param>
    /// <param name="fill">Gets the folder to write in; what it throws leaves nothing behind.</param>
    /// <exception cref="RefusedInputException">There is something at this path already.</exception>
    public static T Write<T>(string path, Func<string, T> fill)
    {
        RefuseIfTaken(path);
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        FolderSync.Make(parent);
        var temporary = Path.Combine(parent, $".{Path.GetFileName(path)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            var result = fill(temporary);
            if (Directory.Exists(path))
                Directory.Delete(path); // empty, as was looked at before
            FolderSync.Flush(temporary);
            Directory.Move(temporary, path);
            FolderSync.Flush(parent);
            return result;
        }
        catch
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    /// <exception cref="RefusedInputException">There is something at this path already.</exception>
    public static void RefuseIfTaken(string path)
    {
        if (File.Exists(path) || Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new RefusedInputException(
                $"{path}: there is something already, and results are not written over. Name another folder with --out, or remove it first.");
    }
}
