using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Where a run's input lies outside of the workspace, and whether this machine sees it: a share may be mounted on some nodes only.</summary>
public static class InputPlaces
{
    /// <summary>The keys of a specification that name files.</summary>
    public const string ClinicalKey = "cohort.clinical", ScansKey = "cohort.mri.folder", SplitKey = "split.file", PretrainedKey = "mri.pretrained";

    /// <returns>The first file or folder that such a job reads and that this machine does not see; null: it sees all.</returns>
    public static string? FirstUnseen(RunSpecification specification, JobKind kind) => Of(specification, kind).Select(place => place.Path).FirstOrDefault(path => !IsSeen(path));

    /// <summary>That all of them lie below the data roots, whether they are there or not.</summary>
    /// <exception cref="DataRootException">One leads out.</exception>
    public static void Require(RunSpecification specification, JobKind kind, DataRoots roots)
    {
        foreach (var (key, path) in Of(specification, kind))
            roots.For(key).Require(path);
    }

    /// <summary>A folder that holds nothing is most likely a mount point without its share.</summary>
    public static bool IsSeen(string path)
    {
        try
        {
            return File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Key, string Path)> Of(RunSpecification specification, JobKind kind)
    {
        if (kind == JobKind.PrepareCohort)
        {
            yield return (ClinicalKey, specification.Cohort.Clinical);
            if (specification.Cohort.Mri is { } scans)
                yield return (ScansKey, scans.Folder);
            if (specification.Split.File is { } split)
                yield return (SplitKey, split);
        }
        if (kind is JobKind.PrepareCohort or JobKind.TrainFold && specification.Mri?.Pretrained is { } weights)
            yield return (PretrainedKey, weights);
    }
}
