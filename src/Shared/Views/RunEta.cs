using System.Collections.Immutable;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Shared.Views;

/// <summary>How long the folds of a run will still take, judged by the folds and epochs that are done.</summary>
public static class RunEta
{
    /// <returns>
    /// Null while nothing is known of a branch that has folds left (no fold or epoch of it is done), and once all folds are
    /// done: what follows them has no epochs to judge by.
    /// </returns>
    public static TimeSpan? Of(RunView run, DateTimeOffset now)
    {
        var left = run.Jobs.Where(job => job.Kind == JobKind.TrainFold && job.Status is JobStatus.Waiting or JobStatus.Running).ToList();
        if (left.Count == 0 || run.Summary.Status != RunStatus.Running)
            return null;
        var ofBranch = left.DistinctBy(fold => fold.Fold?.Branch).ToDictionary(fold => fold.Fold!.Value.Branch, fold => SecondsOfAFold(OfBranch(run, fold), now));
        var sumSeconds = 0.0;
        var longestSeconds = 0.0;
        foreach (var fold in left)
        {
            var whole = ofBranch[fold.Fold!.Value.Branch];
            if (whole is null)
                return null;
            var remaining = fold.Status == JobStatus.Waiting ? whole.Value : SecondsLeft(fold, whole.Value, now);
            sumSeconds += remaining;
            longestSeconds = Math.Max(longestSeconds, remaining);
        }
        var atOnce = Math.Max(1, left.Count(fold => fold.Status == JobStatus.Running));
        return TimeSpan.FromSeconds(Math.Max(longestSeconds, sumSeconds / atOnce));
    }

    /// <summary>How long one job that runs will still take.</summary>
    /// <returns>Null where it has no epochs to judge by, and no fold of its branch is done.</returns>
    public static TimeSpan? OfJob(RunView run, JobView job, DateTimeOffset now) =>
        job is { Kind: JobKind.TrainFold, Status: JobStatus.Running } && SecondsOfAFold(OfBranch(run, job), now) is { } whole ? TimeSpan.FromSeconds(SecondsLeft(job, whole, now)) : null;

    private static ImmutableArray<JobView> OfBranch(RunView run, JobView fold) =>
        [.. run.Jobs.Where(job => job.Kind == JobKind.TrainFold && job.Fold?.Branch == fold.Fold?.Branch)];

    /// <summary>The mean of the finished folds of a branch; before there is one, what the running ones promise.</summary>
    private static double? SecondsOfAFold(ImmutableArray<JobView> branch, DateTimeOffset now)
    {
        var finished = branch.Where(fold => fold is { Status: JobStatus.Completed, StartedAt: not null, EndedAt: not null })
            .Select(fold => (fold.EndedAt!.Value - fold.StartedAt!.Value).TotalSeconds).ToList();
        if (finished.Count > 0)
            return finished.Average();
        var promised = branch.Where(HasEpochs).Select(fold => Elapsed(fold, now) * fold.Of / fold.Step).ToList();
        return promised.Count > 0 ? promised.Average() : null;
    }

    /// <summary>
    /// What the branch's usual duration leaves, and an epoch more (a fold may outlast the usual); never more than the fold's own
    /// epochs promise, because early stopping only shortens.
    /// </summary>
    private static double SecondsLeft(JobView fold, double wholeSeconds, DateTimeOffset now)
    {
        var elapsed = Elapsed(fold, now);
        return HasEpochs(fold)
            ? Math.Min(elapsed * (fold.Of - fold.Step) / fold.Step, Math.Max(0, wholeSeconds - elapsed) + elapsed / fold.Step)
            : Math.Max(0, wholeSeconds - elapsed);
    }

    private static bool HasEpochs(JobView fold) =>
        fold is { Status: JobStatus.Running, Stage: RunProgressLines.Epoch, Step: > 0, StartedAt: not null } && fold.Of >= fold.Step;

    private static double Elapsed(JobView fold, DateTimeOffset now) =>
        fold.StartedAt is { } started ? Math.Max(0, (now - started).TotalSeconds) : 0;
}
