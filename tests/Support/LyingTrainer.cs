using System.Globalization;
using System.Text;
using AxSpa.GpuNode;

namespace AxSpa.Support;

/// <summary>
/// A real process in the place of a trainer, which says what a test wants: a shell script. Its steps are shell commands, made by the members below.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class LyingTrainer : IDisposable
{
    public const string Ready = """{"type":"ready","processId":1,"device":"cpu","torchVersion":"0","xgboostVersion":"0"}""";
    public const string Completed = """{"type":"completed","files":[],"figures":{}}""";

    /// <summary>As an honest one does that was asked to stop, or not.</summary>
    public const string Cancelled = """{"type":"failed","kind":"Cancelled","reason":"stopped"}""";

    /// <summary>Hears nothing more and lives on.</summary>
    public const string LivesOn = "exec sleep 1000";

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-lying-trainer-").FullName;
    private int _files;

    public LyingTrainer() => Program = new TrainerProgram(Path.Combine(_folder, "trainer.sh"));

    public TrainerProgram Program { get; }

    /// <summary>May serve as its workspace.</summary>
    public string Folder => _folder;

    /// <summary>How often a process was started.</summary>
    public int Lives => File.Exists(Path.Combine(_folder, "lives")) ? File.ReadAllLines(Path.Combine(_folder, "lives")).Length : 0;

    /// <param name="onJob">Steps after each line that it hears, which is in <c>$job</c>.</param>
    /// <param name="atStart">Steps before the first one.</param>
    public LyingTrainer Does(IEnumerable<string> onJob, IEnumerable<string>? atStart = null)
    {
        var steps = (IEnumerable<string> given) => string.Join('\n', given.Append("true"));
        File.WriteAllText(Program.Path, $"""
            #!/bin/bash
            echo $$ >> '{_folder}/lives'
            {steps(atStart ?? [Says(Ready)])}
            while IFS= read -r job; do
            {steps(onJob)}
            done

            """);
        File.SetUnixFileMode(Program.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public string Says(string line) => Writes(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>To standard output, or to another descriptor, with no line end but those in it.</summary>
    public string Writes(ReadOnlySpan<byte> bytes, int descriptor = 1)
    {
        var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"said-{_files++}"));
        File.WriteAllBytes(file, bytes);
        return string.Create(CultureInfo.InvariantCulture, $"cat '{file}' >&{descriptor}");
    }

    /// <summary>A line of so many letters.</summary>
    public static string LongLine(long bytes, int descriptor = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"head -c {bytes} /dev/zero | tr '\\0' 'x' >&{descriptor}; echo >&{descriptor}");

    /// <summary>One line, so often, as fast as the pipe takes it; -1: for ever.</summary>
    public static string Floods(string line, long times, int descriptor = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"yes '{line}'{(times < 0 ? "" : $" | head -n {times}")} >&{descriptor}");

    /// <summary>Only on its first life.</summary>
    public string Once(string step) => $"[[ -e '{_folder}/once' ]] || {{ touch '{_folder}/once'; {step}; }}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
