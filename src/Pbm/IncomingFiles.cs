using System.Globalization;
using System.Security.Cryptography;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Pbm;

namespace AxSpa.Pbm;

/// <summary>
/// Files that a host sends, on their way to where the person wants them. They are gathered beside that place, each is checked against
/// its length and hash, and only when all are there are they moved: never half a file, never half a folder, never over something.
/// </summary>
internal sealed class IncomingFiles : IDisposable
{
    private readonly string? _target;
    private readonly bool _isFolder;
    private string? _gathered;
    private FileStream? _open;
    private string _name = "";
    private IncrementalHash? _hash;

    private IncomingFiles(string? target, bool isFolder) => (_target, _isFolder) = (target, isFolder);

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <returns>Null: the command brings no file.</returns>
    /// <exception cref="RefusedInputException">There is something already where the files would go.</exception>
    /// <exception cref="UsageException">It is not said where.</exception>
    public static IncomingFiles? Of(CommandLine line)
    {
        if (line.Words is not [var palette, .. var rest] || rest.Any(word => word is "--help" or "-h" or SwitchDescription.DryRun)
            || LocalFileCommands.FindReceiving(palette, rest.FirstOrDefault() ?? "") is not { } command)
            return null;
        var target = ValueOf(command.Switch, rest);
        if (target is null && !command.IsAlways)
            return null;
        if (target is not null)
            RefuseToOverwrite(target, command.IsFolder);
        return new IncomingFiles(target, command.IsFolder);
    }

    /// <exception cref="RefusedInputException">What comes cannot be stored.</exception>
    public void Hear(PbmAnswer answer)
    {
        try
        {
            if (answer.File is { } file)
                Begin(file.Name);
            if (answer.Part is { } part)
                Add(part);
            if (answer.End is { } end)
                End(end);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{_target ?? _name}: cannot be written ({trouble.Message}). Nothing was kept.", trouble);
        }
    }

    /// <summary>All came: they go where they were wanted.</summary>
    /// <returns>That place; null: nothing came.</returns>
    /// <exception cref="RefusedInputException">Something has come to lie there meanwhile, or it cannot be written.</exception>
    public string? Keep()
    {
        if (_gathered is null || Count == 0 || _open is not null)
            return null;
        var target = Path.GetFullPath(_target ?? _name);
        RefuseToOverwrite(target, _isFolder);
        try
        {
            if (_isFolder)
            {
                if (Directory.Exists(target))
                    Directory.Delete(target); // empty, as was seen
                Directory.Move(_gathered, target);
            }
            else
            {
                File.Move(Path.Combine(_gathered, _name), target, overwrite: false);
            }
            return target;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{target}: cannot be written ({trouble.Message}). Nothing was kept.", trouble);
        }
    }

    public void Dispose()
    {
        _open?.Dispose();
        _hash?.Dispose();
        try
        {
            if (_gathered is not null && Directory.Exists(_gathered))
                Directory.Delete(_gathered, recursive: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // Its name says that it is a part of something that did not come to be.
        }
    }

    private void Begin(string name)
    {
        if (_open is not null || name.Length == 0 || name.Any(char.IsControl) || name.Contains('\\') || Path.IsPathRooted(name)
            || name.Split('/').Any(part => part is "" or "." or "..") || (!_isFolder && (Count > 0 || name.Contains('/'))))
            throw new RefusedInputException($"The host sends a file named '{name}', which cannot be stored. Nothing was kept.");
        _name = name;
        _gathered ??= Directory.CreateDirectory(Beside()).FullName;
        var path = Path.Combine(_gathered, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _open = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    private void Add(byte[] part)
    {
        (_open ?? throw NoFile()).Write(part);
        _hash!.AppendData(part);
        Bytes += part.Length;
    }

    private void End(PbmFileEnd expected)
    {
        var file = _open ?? throw NoFile();
        file.Flush(flushToDisk: true);
        if (file.Length != expected.Bytes || Convert.ToHexStringLower(_hash!.GetHashAndReset()) != expected.Sha256)
            throw new RefusedInputException($"{_name} did not come as it was sent: its length or hash is another. Nothing was kept; try again.");
        file.Dispose();
        _open = null;
        Count++;
    }

    /// <summary>On the same disk as the place where it goes, so that moving it is one step.</summary>
    private string Beside()
    {
        var target = Path.GetFullPath(_target ?? _name);
        return Path.Combine(Path.GetDirectoryName(target) ?? "/", string.Create(
            CultureInfo.InvariantCulture, $".{Path.GetFileName(target.TrimEnd('/'))}.{Environment.ProcessId}-{Guid.NewGuid():N}.part"));
    }

    private static RefusedInputException NoFile() => new("The host sends a part of a file that it has not begun. Nothing was kept.");

    private static string? ValueOf(string name, IEnumerable<string> words)
    {
        using var word = words.GetEnumerator();
        while (word.MoveNext())
        {
            if (word.Current == name)
                return word.MoveNext() ? word.Current : throw new UsageException($"{name} needs a place to write to.");
            if (word.Current.StartsWith(name + "=", StringComparison.Ordinal))
                return word.Current[(name.Length + 1)..];
        }
        return null;
    }

    private static void RefuseToOverwrite(string target, bool isFolder)
    {
        if (target.Length == 0)
            throw new UsageException("The place to write to has no name.");
        var isThere = File.Exists(target) || Directory.Exists(target);
        if (isThere && !(isFolder && Directory.Exists(target) && !Directory.EnumerateFileSystemEntries(target).Any()))
            throw new RefusedInputException($"{target} is there already, and is not overwritten. Name another {(isFolder ? "folder" : "file")}.");
    }
}
