using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Where a run's input lies outside of the workspace, and whether this machine sees it: a share may be mounted on some nodes only.</summary>
public static class InputPlaces
{
    /// <returns>The first file or folder that such a job reads and that this machine does not see; null: it sees all.</returns>
    public static string? FirstUnseen(RunSpecification specification, JobKind kind) => Of(specification, kind).FirstOrDefault(path => !IsSeen(path));

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

    private static IEnumerable<string> Of(RunSpecification specification, JobKind kind)
    {
        if (kind == JobKind.PrepareCohort)
        {
            yield return specification.Cohort.Clinical;
            if (specification.Cohort.Mri is { } scans)
                yield return scans.Folder;
            if (specification.Split.File is { } split)
                yield return split;
        }
        if (kind is JobKind.PrepareCohort or JobKind.TrainFold && specification.Mri?.Pretrained is { } weights)
            yield return weights;
    }
}
