using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Coordinator.Runs.Integrity;

/// <summary>Whether the files of official results are on disk as the journal has them: there, of that length, with that SHA-256.</summary>
internal static class OfficialFiles
{
    /// <summary>The results that are damaged, each with its first damaged file. Volumes count as part of the cohort that names them.</summary>
    public static ImmutableArray<Damage> Damaged(IWorkspaceStore store, RunFolder folder, RunState run)
    {
        var damaged = ImmutableArray.CreateBuilder<Damage>();
        foreach (var job in run.Jobs.Values)
        {
            if (job.Official is not { } official)
                continue;
            var problem = official.Files.Select(file => Problem(store, file)).FirstOrDefault(found => found is not null);
            if (problem is null && job.Request.Id == JobKinds.CohortJob)
                problem = Volumes(store, folder, run).Select(file => Problem(store, file)).FirstOrDefault(found => found is not null);
            if (problem is not null)
                damaged.Add(new Damage(job.Request.Id, official.Attempt, problem));
        }
        return damaged.ToImmutable();
    }

    /// <summary>The prepared volumes that the official cohort names; a length of -1 stands for any.</summary>
    /// <exception cref="RefusedInputException">The cohort's own files are damaged.</exception>
    public static IEnumerable<StoredFile> Volumes(IWorkspaceStore store, RunFolder folder, RunState run) => run.CohortFolder(folder) is { } cohort
        ? PreparedCohort.Load(store.PathOf(StoreName.In(folder.Workspace, cohort))).Scans.Select(scan => new StoredFile(scan.Volume, AnyLength, scan.Sha256))
            .Distinct()
        : [];

    private const long AnyLength = -1;

    /// <returns>Null: the file is as it must be. Otherwise a sentence that begins with its path.</returns>
    public static string? Problem(IWorkspaceStore store, StoredFile expected)
    {
        try
        {
            using var file = store.Read(StoreName.Of(expected.Path));
            if (expected.Bytes != AnyLength && file.Length is var length && length != expected.Bytes)
                return string.Create(CultureInfo.InvariantCulture, $"{expected.Path} has {length} bytes instead of {expected.Bytes}.");
            return Convert.ToHexStringLower(SHA256.HashData(file)) == expected.Sha256
                ? null
                : $"{expected.Path} was altered: it holds other bytes than when it was written.";
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"{expected.Path} is missing.";
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return $"{expected.Path} cannot be read: {trouble.Message}";
        }
    }

    /// <summary>The folder of the official attempt of the cohort job; null: the cohort has not been read yet, or is read again.</summary>
    public static string? CohortFolder(this RunState run, RunFolder folder) => run.Job(JobKinds.CohortJob)?.Official is { } cohort
        ? folder.AttemptFolder(JobKinds.Cohort[0].Attempt(run.Id, cohort.Attempt))
        : null;
}
