using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Support;

/// <summary>
/// Hands one trainer process one changed bundle after another and looks at what becomes of each: it is refused by name or gives answers like any
/// model, the process lives on within its memory, and nothing lies where it should not.
/// </summary>
internal sealed class BundleFuzz : IDisposable
{
    public const long MostMemoryBytes = 1_000_000_000;

    /// <summary>
    /// Of the trainer's own processor time: on a busy machine an answer takes longer. Whoever waits for something that does not come takes none, and gets the
    /// longer.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), LongPatience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("axspa-bundle-fuzz-").FullName;
    private readonly BlockingCollection<TrainerLine?> _said = [];
    private readonly BundleMutations _mutations;
    private readonly Process _trainer;
    private readonly string _bundle, _cohort, _answers, _workspace;
    private readonly string[] _mayBeThere;

    /// <param name="trainer">The program.</param>
    /// <param name="bundle">As 'axspa export' wrote it.</param>
    /// <param name="table">The clinical table of some patients with the features of the model.</param>
    public BundleFuzz(string trainer, string bundle, string table)
    {
        _mutations = new BundleMutations(bundle);
        (_bundle, _cohort, _answers, _workspace) = (At("changed.axspa.tar"), At("cohort.yaml"), At("answers.csv"), At("workspace"));
        File.WriteAllText(At("clinical.csv"), table);
        File.WriteAllText(_cohort, "cohort: { clinical: clinical.csv }\n");
        _mayBeThere = [_bundle, _cohort, _answers, _workspace, At("clinical.csv")];
        _trainer = Process.Start(new ProcessStartInfo(trainer, ["--workspace", Directory.CreateDirectory(_workspace).FullName, "--device", "cpu"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _trainer.ErrorDataReceived += (_, _) => { };
        _trainer.OutputDataReceived += (_, line) => _said.Add(line.Data is { } text ? JobJson.ReadLine(text) : null);
        _trainer.BeginErrorReadLine();
        _trainer.BeginOutputReadLine();
        if (End(untilReady: true) is not TrainerLine.Ready)
            throw new InvalidOperationException("The trainer did not start.");
    }

    public int Fields => _mutations.Fields;

    public int Refused { get; private set; }

    /// <summary>By what was changed: it read as another model.</summary>
    public SortedDictionary<string, int> Accepted { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> FilesOfRefused { get; } = new(StringComparer.Ordinal);

    /// <summary>Processor time of the answer that took most.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The most that the trainer has held so far, its libraries included.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The bundle as it was exported.</summary>
    /// <returns>Null: it was answered, and as it should be.</returns>
    public string? Unchanged() =>
        Try(new MutatedBundle(BundleMutations.Whole, "nothing", _mutations.Original)) ?? (Refused == 0 ? null : "The unchanged bundle is refused.");

    /// <returns>What was wrong with the answer; null: nothing.</returns>
    public string? Try(int number) => Try(_mutations.Of(number)) is { } wrong ? string.Create(CultureInfo.InvariantCulture, $"{number}: {wrong}") : null;

    private string? Try(MutatedBundle changed)
    {
        File.WriteAllBytes(_bundle, changed.Archive);
        File.Delete(_answers);
        var (clock, worked) = (Stopwatch.StartNew(), Worked());
        _trainer.StandardInput.WriteLine(new TrainerOrder.Predict(new ModelSource(null, _bundle, null), _cohort, null, _answers).ToJson());
        _trainer.StandardInput.Flush();
        var end = End(untilReady: false);
        if (Worked() - worked is var time && time > Slowest) Slowest = time;
        if (UnexpectedFiles() is { } stranger) return $"{changed.File} ({changed.What}) has written {stranger}";
        if ((PeakBytes = Peak()) > MostMemoryBytes) return $"{changed.File} ({changed.What}) took {PeakBytes >> 20} MiB";
        switch (end)
        {
            case TrainerLine.Completed:
                Accepted[changed.File] = Accepted.GetValueOrDefault(changed.File) + 1;
                return File.Exists(_answers) ? null : $"{changed.File} ({changed.What}) is done without answers";
            case TrainerLine.Failed { Kind: FailureKind.BadInput } refused when Names(refused.Reason):
                Refused++;
                FilesOfRefused.Add(changed.File);
                return File.Exists(_answers) ? $"{changed.File} ({changed.What}) is refused and leaves answers" : null;
            case TrainerLine.Failed failed:
                return $"{changed.File} ({changed.What}) ended as {failed.Kind}: {failed.Reason}";
            default:
                throw new InvalidOperationException($"{changed.File} ({changed.What}) ended the trainer, or hung: {clock.Elapsed.TotalSeconds:F0} s, of "
                    + $"which it worked {(Worked() - worked).TotalSeconds:F0} s");
        }
    }

    /// <summary>A sentence that says what is to be blamed, and none that only a programmer reads.</summary>
    private bool Names(string reason) =>
        (reason.Contains(_bundle, StringComparison.Ordinal) || _mutations.Files.Any(file => reason.Contains(file, StringComparison.Ordinal)))
        && !reason.Contains("Exception", StringComparison.Ordinal) && !reason.Contains("   at ", StringComparison.Ordinal);

    private TimeSpan Worked()
    {
        try
        {
            _trainer.Refresh();
            return _trainer.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero; // it has ended, which is told elsewhere
        }
    }

    private TrainerLine? End(bool untilReady)
    {
        var (clock, before) = (Stopwatch.StartNew(), Worked());
        while (clock.Elapsed < LongPatience && (untilReady || Worked() - before < Patience))
            if (_said.TryTake(out var line, TimeSpan.FromSeconds(1))
                && (line is null or TrainerLine.Completed or TrainerLine.Failed || untilReady && line is TrainerLine.Ready))
                return line;
        return null;
    }

    private string? UnexpectedFiles() => Directory.EnumerateFileSystemEntries(_folder).FirstOrDefault(entry => !_mayBeThere.Contains(entry))
        ?? Directory.EnumerateFileSystemEntries(_workspace).FirstOrDefault(entry => Path.GetFileName(entry) is not ("bundle" or "volumes"));

    private long Peak()
    {
        try
        {
            var line = File.ReadLines($"/proc/{_trainer.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return PeakBytes; // it has ended, which is told elsewhere
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    public void Dispose()
    {
        _trainer.Kill();
        _trainer.WaitForExit();
        _trainer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
