using System.Globalization;
using System.Security.Cryptography;
using AxSpa.Pbm.Tests.EndToEnd;
using AxSpa.Pbm.Tests.Typing;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pbm.Tests.Lying;

/// <summary>
/// A person's folders: the one in which pbm is started, a home with something worth changing, and files worth having. Whatever a host answers, nothing in them
/// may change but what the person asked for. The folder is the process's own while a test runs, so nothing else may run beside it.
/// </summary>
internal sealed class ClientRoom : IDisposable
{
    /// <summary>In files that no command names.</summary>
    public const string Secret = "the-secret-of-this-machine";

    private readonly string _root = Directory.CreateTempSubdirectory("axspa-lied-to-").FullName;
    private readonly string _before = Environment.CurrentDirectory;
    private readonly string[] _seen;

    public ClientRoom()
    {
        Write("here/run.yaml", "name: tiny\ncohort: { clinical: table.csv, label: { column: label } }\n");
        Write("here/there.tar.gz", "an older archive");
        Write("home/.ssh/authorized_keys", "ssh-ed25519 AAAA me");
        Write("home/secret.yaml", $"name: {Secret}\ncohort: {{ clinical: table.csv, label: {{ column: label }} }}\n");
        Environment.CurrentDirectory = Here;
        _seen = Look();
    }

    public string Here => Path.Combine(_root, "here");

    public string Home => Path.Combine(_root, "home");

    /// <summary>Where files would go that a command names.</summary>
    public string Target => Path.Combine(Here, "brought");

    /// <summary>One use of pbm by a person at a terminal, who says yes to everything.</summary>
    /// <param name="keys">Typed at the prompt, where no command is given.</param>
    public static async Task<Shown> Pbm(string address, string[] command, string keys = "")
    {
        using var interruption = new Interruption();
        var (data, messages) = (new ShortMemory(), new ShortMemory());
        var terminal = command.Length == 0 ? new FakeTerminal().Types(keys) : null;
        using var console = new PbmConsole(new StringReader(string.Concat(Enumerable.Repeat("y\n", 20))), data, messages, isInteractive: true, terminal);
        var exit = await PbmProgram.Run([address, .. command], console, interruption);
        var listed = terminal?.Written.Where(written => !written.Contains('\u001b') && written != "\a") ?? [];
        return new Shown(exit, data.ToString() + string.Concat(listed), messages.ToString());
    }

    /// <summary>What has come to be, or is another; the places are relative. Then it is taken away again.</summary>
    public IReadOnlyList<string> Changes()
    {
        var changes = Look().Except(_seen).Select(entry => entry.Split('|')[0]).Concat(_seen.Except(Look()).Select(entry => $"changed: {entry}")).ToList();
        foreach (var change in changes.Where(change => !change.StartsWith("changed: ", StringComparison.Ordinal)))
        {
            var path = Path.Combine(_root, change);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else if (File.Exists(path))
                File.Delete(path);
        }
        return changes;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Everything is looked at, and only the beginning kept: what is measured is the client's memory.</summary>
    private sealed class ShortMemory : StringWriter
    {
        private const int MostLetters = 1 << 20;

        public ShortMemory() : base(CultureInfo.InvariantCulture) => NewLine = "\n";

        public override void Write(string? value)
        {
            Assert.True(VisibleText.IsPlain(value ?? ""), "something hidden was shown");
            if (GetStringBuilder().Length < MostLetters)
                base.Write(value);
        }
    }

    private string[] Look() =>
    [
        .. Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories)
            .Select(path => $"{Path.GetRelativePath(_root, path)}|{(File.Exists(path) ? Hash(path) : "")}").Order(StringComparer.Ordinal),
    ];

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
