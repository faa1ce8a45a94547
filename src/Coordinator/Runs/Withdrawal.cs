using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>An official result whose files are not on disk as the journal has them.</summary>
/// <param name="What">For people: which file, and what is wrong with it.</param>
public sealed record Damage(JobId Job, int Attempt, string What);

/// <summary>
/// What follows when a result is damaged: it is computed again, and what was made from it stays as long as the new files are
/// the same, byte for byte. Pure, as <see cref="RunDecisions"/>.
/// </summary>
public static class Withdrawal
{
    /// <summary>
    /// Results that are still official are withdrawn; what an older attempt left is of no interest. A run that was cancelled keeps its
    /// results whatever they look like, and one that failed until it is resumed.
    /// </summary>
    public static ImmutableArray<RunEvents.IRunEvent> OnDamage(this RunState run, ImmutableArray<Damage> damaged, DateTimeOffset now) => Once(damaged
        .Where(_ => run.Status is RunStatus.Running or RunStatus.Completed)
        .Where(damage => run.Job(damage.Job)?.Official?.Attempt == damage.Attempt)
        .SelectMany(damage => run.Withdraw(run.Job(damage.Job)!, $"its result was withdrawn: {damage.What}", now)));

    /// <summary>The job is asked for anew, and with it whatever is about to read files that will not be official any more.</summary>
    public static ImmutableArray<RunEvents.IRunEvent> Withdraw(this RunState run, JobState job, string reason, DateTimeOffset now) =>
    [
        Withdrawn(job, reason, now),
        .. (job.Official is null ? [] : run.ReadersOf(job.Request.Id)).Where(reader => reader.Official is null && !reader.IsWithdrawn)
            .Select(reader => Withdrawn(reader, $"it waits for {job.Request.Id}, which is computed again", now)),
    ];

    /// <summary>A withdrawn job was computed again: what was made from it is made anew where the files differ.</summary>
    public static ImmutableArray<RunEvents.IRunEvent> MadeAgain(this RunState run, OfficialResult former, RunEvents.JobMadeOfficial made)
    {
        var different = new OfficialResult(made.Attempt, made.Node, made.Files, made.Figures, made.At).DifferenceTo(former).ToList();
        if (different.Count == 0)
            return [made];
        if (made.Job == JobKinds.CohortJob)
        {
            var reason = $"The cohort was prepared again, because its files were damaged, and {string.Join(", ", different)} came out different: an input "
                + "file is not the one that this run began with. "
                + "Put it back and type 'run resume', or start another run with --new.";
            return
            [
                new RunEvents.AttemptFailed(made.Job, made.Attempt, made.Node, FailureKind.BadInput, reason, false, made.At),
                new RunEvents.Failed(FailureKind.BadInput, reason, made.At, made.Job),
            ];
        }
        return Once(run.ReadersOf(made.Job).Where(reader => reader.Official is not null)
            .SelectMany(reader => run.Withdraw(reader, $"{made.Job}, which it reads, was computed again", made.At)).Prepend(made));
    }

    private static RunEvents.ResultWithdrawn Withdrawn(JobState job, string reason, DateTimeOffset now) =>
        new(job.Request.Id, job.Official?.Attempt ?? job.Grant?.Attempt ?? 0, reason, now);

    private static IEnumerable<JobState> ReadersOf(this RunState run, JobId job) => run.Jobs.Values.Where(reader => reader.Request.Reads.Contains(job));

    private static ImmutableArray<RunEvents.IRunEvent> Once(IEnumerable<RunEvents.IRunEvent> events) =>
        [.. events.DistinctBy(happened => happened is RunEvents.ResultWithdrawn withdrawn ? withdrawn.Job : (object)happened)];
}
