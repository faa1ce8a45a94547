using System.Globalization;
using System.Security.Cryptography;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;
using AxSpa.Views;

namespace AxSpa.Pbm;

/// <summary>
/// Files that a host sends, on their way to where the person wants them. They are gathered beside that place, each is checked against
/// its length and hash, and only when all are there are they moved: never half a file, never half a folder, never over something. The host names
/// files inside the folder that the person named, and nothing else.
/// </summary>
internal sealed class IncomingFiles : IDisposable
{
    /// <summary>Of all files together: results are tables and pictures.</summary>
    public const long MostBytes = 4L << 30;

    public const int MostFiles = 10_000;

    /// <summary>Of a name below the folder.</summary>
    private const int MostLetters = 1000, MostFolders = 8;

    /// <summary>What the one file is called while it is gathered.</summary>
    private const string Alone = "file";

    private readonly string _target;
    private readonly bool _isFolder;
    private readonly long _mostBytes;
    private readonly int _mostFiles;
    private string? _gathered;
    private FileStream? _open;
    private string _name = Alone;
    private IncrementalHash? _hash;

    private IncomingFiles(string target, bool isFolder, long mostBytes, int mostFiles) =>
        (_target, _isFolder, _mostBytes, _mostFiles) = (Path.GetFullPath(target), isFolder, mostBytes, mostFiles);

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <param name="mostBytes">Of all files together.</param>
    /// <returns>Null: the command brings no file.</returns>
    /// <exception cref="RefusedInputException">There is something already where the files would go.</exception>
    /// <exception cref="UsageException">It is not said where.</exception>
    public static IncomingFiles? Of(CommandLine line, TimeProvider clock, long mostBytes = MostBytes, int mostFiles = MostFiles)
    {
        if (line.Words is not [var palette, .. var rest] || rest.Any(word => word is "--help" or "-h" or SwitchDescription.DryRun)
            || LocalFileCommands.FindReceiving(palette, rest.FirstOrDefault() ?? "") is not { } command)
            return null;
        var target = ValueOf(command.Switch, rest);
        if (target is null && !command.IsAlways)
            return null;
        target ??= NamedHere(palette, clock.GetUtcNow());
        RefuseToOverwrite(target, command.IsFolder);
        return new IncomingFiles(target, command.IsFolder, mostBytes, mostFiles);
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
            throw new RefusedInputException($"{_target}: cannot be written ({trouble.Message}). Nothing was kept.", trouble);
        }
    }

    /// <summary>The host says that all came: they go where they were wanted.</summary>
    /// <returns>That place; null: there are no files.</returns>
    /// <exception cref="RefusedInputException">Not all came, something has come to lie there meanwhile, or it cannot be written.</exception>
    public string? Keep()
    {
        if (_open is not null || (Count == 0 && !_isFolder))
            throw new RefusedInputException(
                $"The host says that it is done, and has not sent {(_open is null ? "the file" : $"all of {_name}")}. Nothing was kept; try again.");
        if (_gathered is null)
            return null;
        RefuseToOverwrite(_target, _isFolder);
        try
        {
            if (_isFolder)
            {
                if (Directory.Exists(_target))
                    Directory.Delete(_target); // empty, as was seen
                Directory.Move(_gathered, _target);
            }
            else
            {
                File.Move(Path.Combine(_gathered, Alone), _target, overwrite: false);
            }
            return _target;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{_target}: cannot be written ({trouble.Message}). Nothing was kept.", trouble);
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
        if (_open is not null)
            throw new RefusedInputException($"The host begins a file before it has sent all of {_name}. Nothing was kept.");
        if (_isFolder ? !CanBeStored(name) : Count > 0)
            throw new RefusedInputException($"The host sends a file named '{VisibleText.Cut(name, 200)}', which cannot be stored. Nothing was kept.");
        if (Count >= _mostFiles)
            throw new RefusedInputException($"The host sends more than {_mostFiles} files. Nothing was kept. Copy them from the workspace instead.");
        if (_isFolder)
            _name = name;
        _gathered ??= Directory.CreateDirectory(Beside()).FullName;
        var path = Path.Combine(_gathered, _name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _open = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <summary>Below the folder, in words that a person sees, and none that a shell or a tool reads unasked.</summary>
    private static bool CanBeStored(string name) => name.Length is > 0 and <= MostLetters
        && VisibleText.IsPlain(name) && !name.Any(char.IsControl) && !name.Contains('\\')
        && name.Split('/') is { Length: <= MostFolders } parts && parts.All(part => part.Length > 0 && part[0] is not '.');

    private void Add(byte[] part)
    {
        var file = _open ?? throw NoFile();
        if (part.Length > _mostBytes - Bytes)
            throw new RefusedInputException(
                $"The host sends more than {PlainText.Bytes(_mostBytes)}. Nothing was kept. Copy the files from the workspace instead.");
        file.Write(part);
        _hash!.AppendData(part);
        Bytes += part.Length;
    }

    private void End(PbmFileEnd expected)
    {
        var file = _open ?? throw NoFile();
        file.Flush(flushToDisk: true);
        if (file.Length != expected.Bytes || Convert.ToHexStringLower(_hash!.GetHashAndReset()) != expected.Sha256)
            throw new RefusedInputException($"{_name} did not come as it was sent: its length or hash is another. Nothing was kept; try again.");
        _hash.Dispose();
        file.Dispose();
        _open = null;
        Count++;
    }

    /// <summary>On the same disk as the place where it goes, so that moving it is one step.</summary>
    private string Beside() => Path.Combine(Path.GetDirectoryName(_target) ?? "/", string.Create(
        CultureInfo.InvariantCulture, $".{Path.GetFileName(_target.TrimEnd('/'))}.{Environment.ProcessId}-{Guid.NewGuid():N}.part"));

    private static RefusedInputException NoFile() => new("The host sends a part of a file that it has not begun. Nothing was kept.");

    private static string NamedHere(string palette, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"axspa-{palette}-{now.UtcDateTime:yyyyMMdd-HHmmss}.tar.gz");

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
        if (target.Length == 0 || target.Contains('\0'))
            throw new UsageException("The place to write to has no name.");
        if (Path.Exists(target) && !(isFolder && IsEmptyFolder(target)))
            throw new RefusedInputException($"{target} is there already, and is not overwritten. Name another {(isFolder ? "folder" : "file")}.");
    }

    private static bool IsEmptyFolder(string path)
    {
        try
        {
            return Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false; // nobody can see what is in it
        }
    }
}
