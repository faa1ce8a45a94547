using System.Collections.Immutable;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Jobs;

/// <summary>
/// The official files of earlier jobs. Each is checked against the hash that made it official when it is asked for, so a job
/// never reads a changed file and never hashes a gigabyte of weights that it does not read.
/// </summary>
internal sealed class OfficialInputs(string workspace, JobId job, ImmutableArray<StoredFile> files)
{
    /// <summary>In the order in which the coordinator listed them.</summary>
    public ImmutableArray<StoredFile> All => files;

    /// <summary>The path of the one input of this name.</summary>
    /// <exception cref="RefusedInputException">It was not given to this job.</exception>
    /// <exception cref="WorkspaceFileException">It is gone, or has changed since it became official.</exception>
    public string File(string name) =>
        Files(name) switch
        {
            [var only] => only,
            var found => throw new RefusedInputException($"Job {job} needs one input named {name}, and was given {found.Length}."),
        };

    /// <summary>The paths of all inputs of this name, in ordinal order.</summary>
    /// <exception cref="WorkspaceFileException">One is gone, or has changed since it became official.</exception>
    public ImmutableArray<string> Files(string name) =>
        [.. Named(name).OrderBy(file => file.Path, StringComparer.Ordinal).Select(Verified)];

    /// <summary>The lower-case hexadecimal SHA-256 of the one input of this name.</summary>
    public string Sha256(string name) => Named(name).Single().Sha256;

    public PreparedCohort Cohort()
    {
        foreach (var name in new[] { PreparedCohort.ColumnsFile, PreparedCohort.ScansFile })
            _ = File(name);
        _ = Files(RepeatFoldsFile.FileName); // there where the cross-validation is repeated
        return PreparedCohort.Load(Path.GetDirectoryName(File(PreparedCohort.PatientsFile))!);
    }

    private IEnumerable<StoredFile> Named(string name) => files.Where(file => Path.GetFileName(file.Path) == name);

    private string Verified(StoredFile expected)
    {
        var path = Path.Combine(workspace, expected.Path);
        try
        {
            var found = AtomicFile.Describe(workspace, path);
            return found.Sha256 == expected.Sha256 ? path
                : throw new WorkspaceFileException(expected.Path,
                    $"{expected.Path} has changed since it was written (SHA-256 {found.Sha256}, expected {expected.Sha256}). The results of "
                    + "a run must not be edited.");
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WorkspaceFileException(expected.Path, $"{expected.Path} is gone since it was written.", gone);
        }
    }
}
