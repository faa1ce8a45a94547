using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>A file or folder outside of the workspace, by the key of the specification that names it.</summary>
public sealed record InputPlace(string Key, string Path);

/// <summary>Where a run's input lies outside of the workspace, and whether this machine sees it: a share may be mounted on some nodes only.</summary>
public static class InputPlaces
{
    /// <summary>The keys of a specification that name files.</summary>
    public const string ClinicalKey = "cohort.clinical", ScansKey = "cohort.mri.folder", SplitKey = "split.file", PretrainedKey = "mri.pretrained";

    /// <returns>The first file or folder that such a job reads and that this machine does not see; null: it sees all.</returns>
    public static string? FirstUnseen(RunSpecification specification, JobKind kind) =>
        Of(specification, kind).Select(place => place.Path).FirstOrDefault(path => !IsSeen(path));

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

    /// <summary>The clinical table, the scans, and the split where one is given.</summary>
    public static IEnumerable<InputPlace> OfCohort(RunSpecification specification)
    {
        yield return new InputPlace(ClinicalKey, specification.Cohort.Clinical);
        if (specification.Cohort.Mri is { } scans)
            yield return new InputPlace(ScansKey, scans.Folder);
        if (specification.Split.File is { } split)
            yield return new InputPlace(SplitKey, split);
    }

    /// <summary>The weights that training begins with.</summary>
    public static IEnumerable<InputPlace> OfWeights(RunSpecification specification) =>
        specification.Mri?.Pretrained is { } weights ? [new InputPlace(PretrainedKey, weights)] : [];

    private static IEnumerable<InputPlace> Of(RunSpecification specification, JobKind kind) => RunGraph.Whole.Of(kind).Inputs(specification);
}
