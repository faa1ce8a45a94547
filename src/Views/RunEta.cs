using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>How long a run will still take, judged by the folds and epochs that it has done.</summary>
/// <remarks>
/// What is left of the folds, shared by the slots that work on them, and then what follows them one after the other. Of that nothing is measured
/// before it runs, so it is taken as a part of a fold of the slowest branch, as runs of several sizes had it; a branch of which no epoch is done yet is
/// taken from another one in the same way. Each part is replaced by what is measured as soon as there is something.
/// </remarks>
public static class RunEta
{
    /// <returns>Null before the first epoch of the run's folds is done, and once it has ended.</returns>
    public static TimeSpan? Of(RunView run, DateTimeOffset now)
    {
        var folds = run.Jobs.Where(job => job is { Kind: JobKind.TrainFold, Fold: not null }).ToLookup(job => job.Fold!.Value.Branch);
        if (run.Summary.Status != RunStatus.Running || WholeFolds(folds, now) is not { } whole)
            return null;
        var left = folds.SelectMany(branch => branch).Where(fold => fold.Status is JobStatus.Waiting or JobStatus.Running)
            .Select(fold => fold.Status == JobStatus.Waiting ? whole(fold.Fold!.Value.Branch) : SecondsLeftOfFold(fold, whole(fold.Fold!.Value.Branch), now))
                .ToList();
        var atOnce = Math.Max(1, folds.SelectMany(branch => branch).Count(fold => fold.Status == JobStatus.Running));
        var training = left.Count == 0 ? 0 : Math.Max(left.Max(), left.Sum() / atOnce);
        var slowest = folds.Max(branch => whole(branch.Key));
        return TimeSpan.FromSeconds(training + RunGraph.Whole.Kinds.Where(kind => kind.Cost is not null && kind.Stage <= run.Until)
            .Sum(kind => SecondsLeft(run, kind, Math.Max(kind.Cost!.LeastSeconds, kind.Cost.Folds * slowest), now)));
    }

    /// <returns>The seconds of a whole fold of a branch; null where no epoch of any is done.</returns>
    private static Func<BranchId, double>? WholeFolds(ILookup<BranchId, JobView> folds, DateTimeOffset now)
    {
        var measured = folds.Select(branch => (Branch: branch.Key, Seconds: SecondsOfAFold([.. branch], now)))
            .Where(branch => branch.Seconds is not null)
                .OrderBy(branch => branch.Branch)
                .ToDictionary(branch => branch.Branch, branch => branch.Seconds!.Value);
        return measured.Count == 0 ? null
            : branch => measured.TryGetValue(branch, out var seconds) ? seconds : measured.First().Value / CostOf(measured.First().Key) * CostOf(branch);
    }

    private static double CostOf(BranchId branch) => BranchRegistry.Find(branch)?.RelativeCost ?? 1;

    /// <summary>Of the jobs of a kind that follows the folds, together; those that begin one after the other with their folds share what is thought.</summary>
    private static double SecondsLeft(RunView run, JobKindDefinition kind, double thought, DateTimeOffset now)
    {
        var asked = run.Jobs.Where(job => job.Kind == kind.Kind).ToList();
        var isOver = run.Jobs.Any(job => RunGraph.Whole.RankOf(job.Kind) > RunGraph.Whole.RankOf(kind.Kind)
            && RunGraph.Whole.Find(job.Kind) is { BeginsWithItsInputs: false });
        var jobs = Math.Max(asked.Count, isOver ? 0
            : kind.BeginsWithItsInputs ? run.Jobs.Count(job => job is { Kind: JobKind.TrainFold, Fold.Repeat: 0 }) : 1);
        return (jobs - asked.Count) * thought / Math.Max(1, jobs) + asked.Sum(job => SecondsLeft(job, thought / jobs, now));
    }

    /// <summary>Of a job that follows the folds. One that takes longer than was thought takes a quarter more than it has.</summary>
    private static double SecondsLeft(JobView job, double thought, DateTimeOffset now) =>
        job is { Status: JobStatus.Completed or JobStatus.Failed } ? 0
        : job is { Status: JobStatus.Running } ? Math.Max(thought - Elapsed(job, now), Elapsed(job, now) / 4)
        : thought;

    /// <summary>How long one job that runs will still take.</summary>
    /// <returns>Null where it has no epochs to judge by, and no fold of its branch is done.</returns>
    public static TimeSpan? OfJob(RunView run, JobView job, DateTimeOffset now) =>
        job is { Kind: JobKind.TrainFold, Status: JobStatus.Running } && SecondsOfAFold(OfBranch(run, job), now) is { } whole
            ? TimeSpan.FromSeconds(SecondsLeftOfFold(job, whole, now))
            : null;

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
    private static double SecondsLeftOfFold(JobView fold, double wholeSeconds, DateTimeOffset now)
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
