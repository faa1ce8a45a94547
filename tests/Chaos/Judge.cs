using System.Globalization;
using System.Text.Json;

namespace AxSpa.Chaos;

/// <param name="Trouble">What was found against what was expected; null: the check passed.</param>
internal sealed record Finding(string Check, string? Trouble)
{
    public static Finding Of(string check, IEnumerable<string> troubles) => new(check, troubles.ToList() is { Count: > 0 } found
        ? string.Join("; ", found.Take(4)) + (found.Count > 4 ? string.Create(CultureInfo.InvariantCulture, $"; and {found.Count - 4} more") : "") : null);
}

/// <summary>What must hold after a run, whatever died on the way. Each check is by itself and says what it found and expected.</summary>
internal static class Judge
{
    /// <summary>A checkpoint is due at the end of the first epoch that ends 10 s after the last one; the rest is for writing it.</summary>
    public const double MostSecondsLost = 12;

    public static Finding SameResults(SortedDictionary<string, string> undisturbed, RunOnDisk run)
    {
        var found = run.EqualSet();
        return Finding.Of("the results are those of the undisturbed run",
            from name in undisturbed.Keys.Union(found.Keys)
            let expected = undisturbed.GetValueOrDefault(name, "not there")
            let actual = found.GetValueOrDefault(name, "not there")
            where expected != actual
            select $"{name}: found {Short(actual)}, expected {Short(expected)}");
    }

    /// <summary>From the journal, which is the truth; official.json must say the same, and the files must still be those.</summary>
    public static Finding OfficialOnce(IReadOnlyList<JournalRow> journal, RunOnDisk run, IEnumerable<string> jobs)
    {
        var official = journal.Where(row => row.Is("e-official")).Select(row =>
        {
            using var json = JsonDocument.Parse(row.Json);
            return (Job: json.RootElement.GetProperty("Job").GetProperty("Value").GetString()!, Attempt: json.RootElement.GetProperty("Attempt").GetInt32());
        }).ToLookup(entry => entry.Job, entry => entry.Attempt);
        return Finding.Of("every job was made official exactly once",
        [
            .. from job in jobs.Union(official.Select(entries => entries.Key))
               where official[job].Count() != 1 || !jobs.Contains(job)
               select string.Create(CultureInfo.InvariantCulture,
                   $"{job}: found {official[job].Count()} times in the journal, expected {(jobs.Contains(job) ? 1 : 0)}"),
            .. from fold in run.FoldFolders()
               let name = Path.GetFileName(fold)
               let shown = RunOnDisk.Official(fold)?.Attempt
               where !official[name].Contains(shown ?? 0)
               select string.Create(CultureInfo.InvariantCulture,
                   $"{name}/official.json: found attempt {shown}, expected {string.Join(" or ", official[name])}"),
            .. from fold in run.FoldFolders()
               from file in RunOnDisk.Official(fold)?.Files ?? []
               let found = RunOnDisk.HashOf(Path.Combine(run.Folder, "..", "..", file.Path))
               where found != file.Sha256
               select $"{file.Path}: found {Short(found)}, expected {Short(file.Sha256)}",
        ]);
    }

    /// <summary>Every writer's numbers are 1, 2, 3 …: nobody wrote in another's place and nothing is gone.</summary>
    public static Finding JournalIsWhole(IReadOnlyList<JournalRow> journal) => Finding.Of("the journal has no gap and no double",
        from writer in journal.GroupBy(row => row.Actor)
        let numbers = writer.Select(row => row.Number).ToList()
        let at = numbers.Select((number, index) => (number, Expected: numbers[0] + index)).FirstOrDefault(entry => entry.number != entry.Expected)
        where at != default
        select string.Create(CultureInfo.InvariantCulture, $"{writer.Key}: found event {at.number}, expected {at.Expected}"));

    /// <summary>Epochs that an attempt had done and its successor did again: at most one, or 10 s of them.</summary>
    public static Finding WorkIsKept(RunOnDisk run) => Finding.Of("no fold lost more than one epoch or 10 s to a death",
        from fold in run.FoldFolders()
        let attempts = RunOnDisk.Attempts(fold)
            .Select(attempt => (attempt.Number, Curve: TrainingCurve.In(attempt.Folder)))
            .Where(attempt => attempt.Curve is not null)
            .ToList()
        from pair in attempts.Zip(attempts.Skip(1))
        let lost = Lost(pair.First.Curve!, pair.Second.Curve!)
        where lost is { Epochs: > 1, Seconds: > MostSecondsLost }
        select string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(fold)} attempt {pair.Second.Number}: did {lost.Epochs} epochs ({lost.Seconds:0.0} s) again that attempt {pair.First.Number} "
            + $"had done, expected at most 1 or {MostSecondsLost:0} s"));

    /// <summary>
    /// What an attempt had done and its successor did again. Only what was done before that began: a node that was cut off may train on in vain.
    /// </summary>
    public static (int Epochs, double Seconds) Lost(TrainingCurve first, TrainingCurve second)
    {
        var done = first.Epochs.Where(epoch => epoch.At <= second.Began).ToList();
        return done.Count == 0 || done[^1].Epoch <= second.TakenOver ? (0, 0)
            : (done[^1].Epoch - second.TakenOver,
                done[^1].At - done.Where(epoch => epoch.Epoch <= second.TakenOver).Select(epoch => epoch.At).DefaultIfEmpty(first.Began).Max());
    }

    /// <summary>A coordinator, a seed or the database costs no attempt; a trainer one, a node those it ran.</summary>
    public static Finding AttemptsAreExplained(IReadOnlyList<JournalRow> journal, int atStake)
    {
        var grants = journal.Count(row => row.Is("e-granted"));
        var jobs = journal.Count(row => row.Is("e-official"));
        return Finding.Of("no more attempts than the faults explain", grants - jobs > atStake
            ? [string.Create(CultureInfo.InvariantCulture, $"found {grants - jobs} attempts beyond one for each of {jobs} jobs, expected at most {atStake}")]
                : []);
    }

    public static Finding NobodyIsLeft(IEnumerable<string> processes, IEnumerable<string> forced) => Finding.Of("no process is left over",
        [.. processes.Select(process => $"found {process}, expected none"),
            .. forced.Select(name => $"{name} did not end within 20 s of SIGTERM, expected it to")]);

    public static Finding NothingTemporaryIsLeft(string workspace) => Finding.Of("no temporary file is left in the workspace",
        Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".tmp" or ".part" || Path.GetFileName(file).StartsWith('.'))
            .Select(file => $"found {Path.GetRelativePath(workspace, file)}, expected none"));

    /// <summary>
    /// A share that is away is an empty folder: whoever writes there hides the files from everybody, and a second key makes other pseudonyms.
    /// </summary>
    public static Finding NothingIsMisplaced(IEnumerable<string> misplaced, IEnumerable<string> keys, IEnumerable<string> runs) =>
        Finding.Of("everything is in its one place",
    [
        .. misplaced.Select(entry => $"found {entry} where the workspace was away, expected nothing"),
        .. keys.ToList() is { Count: > 1 } found ? [$"found {string.Join(" and ", found)}, expected one pseudonym.key at most"] : (string[])[],
        .. runs.ToList() is { Count: not 1 } folders ? [$"found the runs '{string.Join(", ", folders)}', expected one run"] : (string[])[],
    ]);

    /// <summary>Akka throws such a message away and says so, once for each time that it is sent again.</summary>
    public static Finding EveryMessageFits(string logs) => Finding.Of("every message fits into its frame",
        from log in Directory.EnumerateFiles(logs).Order(StringComparer.Ordinal)
        let line = File.ReadLines(log).FirstOrDefault(line => line.Contains("Oversized", StringComparison.OrdinalIgnoreCase))
        where line is not null
        select $"{Path.GetFileName(log)}: found '{line}', expected none");

    private static string Short(string hash) => hash.Length == 64 ? hash[..12] : hash;
}
