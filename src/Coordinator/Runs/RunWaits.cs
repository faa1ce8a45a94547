using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>What a run waits for at a moment: as a whole, and job by job.</summary>
/// <param name="Whole">For people; null: nothing that concerns all of it.</param>
/// <param name="Jobs">The first group that names a job tells why it waits.</param>
/// <param name="Position">In the queue, from 1; null: not in it.</param>
/// <param name="ComparedSince">From when on its slot time is compared with that of others.</param>
internal sealed record RunWaits(string? Whole, ImmutableArray<WaitView> Jobs, int? Position, DateTimeOffset? ComparedSince, DateTimeOffset Now)
{
    /// <summary>The disk does not answer: said whatever else goes on.</summary>
    public bool IsStalled { get; init; }

    private readonly Lazy<Dictionary<JobId, string>> _byJob = new(() =>
        Jobs.SelectMany(group => group.Jobs.Select(job => (Job: job, group.Why)))
            .DistinctBy(wait => wait.Job)
            .ToDictionary(wait => wait.Job, wait => wait.Why));

    public string? Of(JobId job) => _byJob.Value.GetValueOrDefault(job);
}
