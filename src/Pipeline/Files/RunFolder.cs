using System.Text.RegularExpressions;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Files;

/// <summary>The names of everything a run keeps on disk; each name is written here and nowhere else (layout: docs/architecture.md).</summary>
public sealed partial class RunFolder(string workspace, RunId run)
{
    /// <summary>Every run that has a folder in a workspace, the oldest first; none where there is no workspace.</summary>
    public static IEnumerable<RunFolder> AllIn(string workspace)
    {
        var runs = Path.Combine(workspace, Runs);
        return !Directory.Exists(runs)
            ? []
            : Directory.GetDirectories(runs).Order(StringComparer.Ordinal).Select(folder => new RunFolder(workspace, new RunId(Path.GetFileName(folder))));
    }

    public const string Runs = "runs", PreparedVolumes = "volumes";

    internal const string SpecificationName = "run.yaml", CohortReportName = "cohort.json", SplitName = "split.csv",
        SplitOfRepeatsName = "split_repeats.csv", FoldsName = "folds";

    public const string ResultsName = "results";

    public string Workspace { get; } = Path.GetFullPath(workspace);
    public RunId Run { get; } = run;
    public string Root => Path.Combine(Workspace, Runs, Run.Value);

    public string Specification => Path.Combine(Root, SpecificationName);
    public string CohortReport => Path.Combine(Root, CohortReportName);
    public string Split => Path.Combine(Root, SplitName);
    public string SplitOfRepeats => Path.Combine(Root, SplitOfRepeatsName);
    public string Log => Path.Combine(Root, "run.log");
    public string Results => Path.Combine(Root, ResultsName);

    /// <summary>What jobs read of earlier ones (<see cref="InputList"/>), each list under a name of its content.</summary>
    public string InputLists => Path.Combine(Root, "inputs");

    public string FoldFolder(FoldId fold) => Path.Combine(Root, FoldsName, fold.ToString());
    public string FoldOfficial(FoldId fold) => Path.Combine(FoldFolder(fold), "official.json");

    /// <summary>Where one attempt at a job writes, and nothing else does: <c>cohort/attempt-1</c>, <c>folds/mri-0/attempt-2</c>.</summary>
    public string AttemptFolder(Job job) =>
        Path.Combine(Root, RunGraph.Whole.Find(job.Kind)?.Folder ?? "", job.Fold?.ToString() ?? job.Id.Value, $"attempt-{job.Attempt}");

    /// <summary>What the trainer of one attempt said, written by its node.</summary>
    public string AttemptLog(Job job) => Path.Combine(AttemptFolder(job), AttemptLogName);

    public const string AttemptLogName = "trainer.log";

    /// <summary>Where an official file of a job is shown under its plain name; null: it stays in the attempt's folder.</summary>
    /// <param name="name">Relative to the attempt's folder.</param>
    public string? Published(JobKind kind, string name) =>
        RunGraph.Whole.Of(kind) is { PublishedIn: { } folder, PublishedNames: var names } && (names.IsEmpty || names.Contains(name))
            ? Path.Combine(Root, folder, name)
            : null;

    /// <summary>Prepared volumes, shared by all runs of the workspace and named by their content.</summary>
    public static string Volumes(string workspace) => Path.Combine(workspace, PreparedVolumes);

    /// <summary>Of one prepared volume, relative to the workspace.</summary>
    /// <param name="key">What it was made from, and how: a hash of 64 hexadecimal digits.</param>
    public static string VolumeOf(string key) => $"{PreparedVolumes}/{key}.f32";

    /// <summary>Beside a volume: what is known of it.</summary>
    public static string NoteOfVolume(string volume) => Path.ChangeExtension(volume, ".json");

    /// <summary><see cref="VolumeOf"/> in a text.</summary>
    [GeneratedRegex(PreparedVolumes + @"/[0-9a-f]{64}\.f32")]
    public static partial Regex VolumeName();
}
