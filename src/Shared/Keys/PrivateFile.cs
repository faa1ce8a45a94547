using AxSpa.Pipeline.Files;

namespace AxSpa.Shared.Keys;

/// <summary>Files and folders that belong to one user, from the moment they exist.</summary>
public static class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Everybody = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Writes a file that is not there yet, down to the disk.</summary>
    /// <param name="isSecret">Mode 0600, else 0644.</param>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public static void Create(string path, string text, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = isSecret ? Owner : Everybody;
        using (var stream = new FileStream(path, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Opens a file to write in it, and makes it where it is not there; nobody else of our programs has it open meanwhile.</summary>
    /// <param name="mode">Of what is made; null: 0600.</param>
    /// <exception cref="IOException">Somebody has it open, or it cannot be written.</exception>
    public static FileStream OpenAlone(string path, UnixFileMode? mode = null)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode ?? Owner;
        return new FileStream(path, options);
    }

    /// <summary>With mode 0700, unless it is there already.</summary>
    public static void CreateFolder(string path) => FolderSync.Make(path, Owner | UnixFileMode.UserExecute);

    /// <summary>Any user of the machine may read it.</summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
}
