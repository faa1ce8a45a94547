using System.Collections.Immutable;

namespace AxSpa.Pbm.Typing;

/// <summary>
/// The lines that were typed, the newest last, kept in a file that only its owner reads. Lines that begin with a blank are not kept,
/// as in a shell. Without a file, or where it cannot be written, they last as long as the prompt.
/// </summary>
internal sealed class History
{
    /// <summary>More are forgotten, the oldest first.</summary>
    public const int MostLines = 1000;

    /// <summary>Names the file, or is <c>off</c>.</summary>
    public const string EnvironmentVariable = "AXSPA_PBM_HISTORY";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string? _file;
    private ImmutableList<string> _lines;

    public History(string? file)
    {
        _file = file;
        _lines = [.. Load()];
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Where the XDG rules put what a program remembers; null: nowhere.</summary>
    public static string? UsualFile()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named)
            return named == "off" ? null : named;
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given && Path.IsPathRooted(given) ? given
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".local", "state") : null;
        return state is null ? null : Path.Combine(state, "axspa", "pbm-history");
    }

    public void Add(string line)
    {
        line = line.TrimEnd();
        if (line.Length == 0 || line[0] == ' ' || (_lines.Count > 0 && _lines[^1] == line))
            return;
        _lines = _lines.Add(line);
        if (_lines.Count > MostLines)
            _lines = _lines.RemoveRange(0, _lines.Count - MostLines);
        Save(line);
    }

    /// <summary>Goes through the lines that begin with this text.</summary>
    public Walk Search(string beginning) => new([.. _lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal))]);

    /// <summary>One walk back through the history and forth again, to the line that was being typed.</summary>
    internal sealed class Walk(ImmutableArray<string> lines)
    {
        private int _at = lines.Length;
        private string _typed = "";

        /// <param name="current">What stands in the line now.</param>
        /// <returns>Null: there is none older.</returns>
        public string? Older(string current)
        {
            if (_at == lines.Length)
                _typed = current;
            var at = _at - 1;
            while (at >= 0 && lines[at] == current) at--;
            return at < 0 ? null : lines[_at = at];
        }

        public string Newer()
        {
            _at = Math.Min(lines.Length, _at + 1);
            return _at == lines.Length ? _typed : lines[_at];
        }
    }

    private IEnumerable<string> Load()
    {
        try
        {
            if (_file is null || !File.Exists(_file))
                return [];
            var lines = File.ReadAllLines(_file);
            if (lines.Length <= MostLines)
                return lines;
            lines = lines[^MostLines..];
            Replace(lines);
            return lines;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Appended, so that two prompts at once keep each other's lines.</summary>
    private void Save(string line)
    {
        try
        {
            if (_file is null)
                return;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_file))!);
            using var stream = Open(_file, FileMode.Append);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // A command is worth more than its place in the history.
        }
    }

    private void Replace(string[] lines)
    {
        var temporary = $"{_file}.{Environment.ProcessId}.tmp";
        using (var stream = Open(temporary, FileMode.Create))
            stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        File.Move(temporary, _file!, overwrite: true);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var stream = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(stream.SafeFileHandle, OwnerOnly);
        return stream;
    }
}
