using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Views;

namespace AxSpa.Coordinator.Runs;

/// <summary>What running attempts last said of themselves. Kept in memory only: after a restart it fills again by itself.</summary>
internal sealed class RunProgress
{
    private const int MostWarnings = 100;

    private readonly Dictionary<AttemptId, NodeProtocol.JobProgressed> _latest = [];
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    public IEnumerable<string> Warnings => _warnings;

    public void Note(NodeProtocol.JobProgressed progress) => _latest[progress.Attempt] = progress;

    public void Note(NodeProtocol.JobWarned warned)
    {
        if (_warnings.Count < MostWarnings)
            _warnings.Add(MessageLimits.Cut(warned.Text, MessageLimits.FailureOfAJob));
    }

    /// <summary>What was warned of in an earlier life of the actor.</summary>
    public void Recall(IEnumerable<string> warnings) => _warnings.UnionWith(warnings);

    public NodeProtocol.JobProgressed? Of(AttemptId attempt) => _latest.GetValueOrDefault(attempt);

    /// <summary>The last epoch that the attempt completed; 0: none.</summary>
    public int EpochOf(AttemptId attempt) => Of(attempt) is { Stage: "epoch" } at ? at.Step : 0;

    /// <summary>As many as a message has room for beside the jobs; the rest are counted.</summary>
    private ImmutableArray<string> ShownWarnings
    {
        get
        {
            var shown = WireFrame.Page(_warnings, bytes: MessageLimits.WarningBytes);
            return shown.Length == _warnings.Count ? shown
                : shown.Add(string.Create(CultureInfo.InvariantCulture, $"and {_warnings.Count - shown.Length} more warnings; 'run logs' shows them all"));
        }
    }

    public RunView View(RunState run, RunFolder folder, RunWaits waits)
    {
        ImmutableArray<JobView> jobs = [.. run.Jobs.Values.Select(job => View(run, job, waits))
            .OrderBy(job => RunGraph.Whole.RankOf(job.Kind)).ThenBy(job => job.Fold?.Repeat).ThenBy(job => job.Job.Value, NumericOrder.OfNames)];
        // An attempt of which nothing is heard waits too: for its node, or for the end of its lease.
        var nothingMoves = run.Status == RunStatus.Running
            && (waits.IsStalled || jobs.All(job => job.Status != JobStatus.Running || job.WaitingFor is not null));
        var use = run.Standing().Use;
        return new RunView(
            Summary(run), run.Key, run.Until, jobs, ShownWarnings,
            nothingMoves
                ? run.WaitsAsAWhole(waits.Whole) ?? jobs.FirstOrDefault(job => job.WaitingFor is not null)?.WaitingFor ?? RunProgressLines.BeingPlaced
                : null,
            run.Failure is { } failure ? MessageLimits.Cut(failure, MessageLimits.FailureOfARun) : null, run.FailureKind == FailureKind.BadInput, folder.Root,
            run.Status == RunStatus.Running
                ? new RunShareView(waits.Position, run.MaxSlots, waits.ComparedSince,
                    Math.Round(use.Since(waits.ComparedSince ?? waits.Now, waits.Now).TotalSeconds, 1), Math.Round(use.Total(waits.Now).TotalSeconds, 1))
                    : null);
    }

    public static RunSummary Summary(RunState run)
    {
        var stage = run.Refusal is not null ? RunSummary.Refused
            : run.Status != RunStatus.Running ? run.Status.ToString().ToLowerInvariant()
            : Activity(run);
        var isPaused = run is { Status: RunStatus.Running, IsPaused: true };
        return new RunSummary(run.Id, MessageLimits.Cut(run.Name, MessageLimits.Name), run.Status, isPaused ? $"{stage} (paused)" : stage, run.SubmittedAt,
            run.EndedAt, isPaused, run.Priority, run.Refusal);
    }

    /// <summary>
    /// Of the furthest kind that was asked for in its turn; of a kind that is counted, as long as some of it is open: it may have been withdrawn.
    /// </summary>
    private static string Activity(RunState run)
    {
        var begun = RunGraph.Whole.Kinds.Where(kind => run.Jobs.CountOf(kind.Kind).All > 0).ToList();
        var shown = begun.FirstOrDefault(kind => kind.IsCounted && run.Jobs.CountOf(kind.Kind) is var (all, official) && official < all)
            ?? begun.LastOrDefault(kind => !kind.BeginsWithItsInputs) ?? RunGraph.Whole.Kinds[0];
        return shown.IsCounted ? $"{shown.Activity} {run.Jobs.CountOf(shown.Kind).Official}/{run.Jobs.CountOf(shown.Kind).All}" : shown.Activity;
    }

    private JobView View(RunState run, JobState job, RunWaits waits)
    {
        var progress = job.Grant is { } grant ? Of(new AttemptId(run.Id, job.Request.Id, grant.Attempt)) : null;
        var node = job.Grant?.Node ?? job.Official?.Node;
        return new JobView(
            job.Request.Id, job.Request.Kind, job.Request.Fold,
            job.Official is not null ? JobStatus.Completed : job.Grant is not null ? JobStatus.Running
                : run.FailedJob == job.Request.Id ? JobStatus.Failed : JobStatus.Waiting,
            job.Attempts, node?.ToString(), job.Grant?.Device, progress?.Stage, progress?.Step ?? 0, progress?.Of ?? 0,
            progress?.TrainingLoss, progress?.ValidationAuroc, job.StartedAt, job.Official?.At,
            job.Official?.Figures ?? ImmutableSortedDictionary<string, double>.Empty,
            job.LastFailure is { } failure ? MessageLimits.Cut(failure, MessageLimits.FailureOfAJob) : null,
            job.Official is null && waits.Of(job.Request.Id) is { } why ? MessageLimits.Cut(why, MessageLimits.Sentence) : null, job.Grant?.At);
    }
}
