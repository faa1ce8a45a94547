using System.Collections.Immutable;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Which files a job reads. It follows from what is official: a job that waits or runs was asked for when everything it reads was, and is
/// asked for anew when something of that is withdrawn (<see cref="Withdrawal"/>). Pure.
/// </summary>
public static class JobInputs
{
    /// <returns>Null: something that it reads is not official just now.</returns>
    public static ImmutableArray<StoredFile>? InputsOf(this RunState run, JobRequest request)
    {
        var files = ImmutableArray.CreateBuilder<StoredFile>();
        foreach (var read in request.Reads)
        {
            if (run.Job(read)?.Official is not { } official)
                return null;
            files.AddRange(official.Files);
        }
        return files.ToImmutable();
    }

    /// <summary>The list of these files, as a grant names it and as it lies on disk; null for a job that reads nothing.</summary>
    public static (StoredFile List, byte[] Bytes)? ListOf(RunFolder folder, ImmutableArray<StoredFile> inputs)
    {
        if (inputs.IsEmpty)
            return null;
        var bytes = InputList.Bytes(inputs);
        return (InputList.Describe(folder, bytes), bytes);
    }

    /// <summary>
    /// What an older version asked for, with the files instead of the jobs that wrote them: each is an official file of one job at that moment.
    /// </summary>
    internal static IEnumerable<JobRequest> InOurWords(this RunState run, ImmutableArray<RunEvents.JobRequestWithFiles> older)
    {
        var writers = run.Jobs.Values.Where(job => job.Official is not null)
            .SelectMany(job => job.Official!.Files.Select(file => (file.Path, job.Request.Id))).DistinctBy(file => file.Path)
            .ToDictionary(file => file.Path, file => file.Id, StringComparer.Ordinal);
        return older.Select(job => new JobRequest(
            job.Id, job.Kind, [.. job.Inputs.Where(file => writers.ContainsKey(file.Path)).Select(file => writers[file.Path]).Distinct()], job.Fold,
            job.Draws));
    }
}
