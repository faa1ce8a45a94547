using System.Globalization;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>What happened between two looks at a run, as lines for a pipe, a log file or a terminal without colours.</summary>
public static class RunProgressLines
{
    /// <summary>The stage in which a fold counts its steps in epochs.</summary>
    public const string Epoch = "epoch";

    /// <summary>Why nothing moves for the moment between two stages: passes by itself, so no line is made of it.</summary>
    public const string BeingPlaced = "the next jobs are being placed";

    /// <param name="before">Null at the first look: then what is going on is told, and what is done only counted.</param>
    public static IEnumerable<string> Between(RunView? before, RunView now)
    {
        var (stageBefore, stage) = (StageOf(before), StageOf(now));
        if (stage != stageBefore && now.Summary.Status == RunStatus.Running)
            yield return StageLine(stage, now);
        if (before is null && now.Jobs.Count(job => job.Status == JobStatus.Completed) is > 0 and var done)
            yield return Invariant($"{done} of {now.Jobs.Length} jobs so far are done already");

        foreach (var warning in now.Warnings.Except(before?.Warnings ?? []))
            yield return $"warning: {warning}";

        var earlier = (before?.Jobs ?? []).ToDictionary(job => job.Job);
        foreach (var job in now.Jobs)
        {
            foreach (var line in OfJob(earlier.GetValueOrDefault(job.Job), job, now.Summary, first: before is null))
                yield return line;
        }

        if (now.WaitingFor is not null and not BeingPlaced && now.WaitingFor != before?.WaitingFor)
            yield return $"waiting: {now.WaitingFor}";
        if (now.Summary.Status != RunStatus.Running && before?.Summary.Status != now.Summary.Status)
            yield return EndLine(now);
    }

    /// <summary><c>run 20261123-184500-a1b2 completed in 2 min 07 s</c>, or failed or refused, with its reason.</summary>
    public static string EndLine(RunView run)
    {
        var after = run.Summary.EndedAt is { } ended ? PlainText.Duration(ended - run.Summary.SubmittedAt) : null;
        return $"run {run.Summary.Run} " + run.Summary.Status switch
        {
            RunStatus.Completed => after is null ? "completed" : $"completed in {after}",
            RunStatus.Failed => $"{run.Summary.State()}{(after is null ? "" : $" after {after}")}: {run.Failure ?? "no reason was recorded"}",
            RunStatus.Cancelled => after is null ? "was cancelled" : $"was cancelled after {after}",
            RunStatus.Running => "is running",
        };
    }

    private static IEnumerable<string> OfJob(JobView? before, JobView now, RunSummary run, bool first)
    {
        // The failure that ended the run is told with its end, and not twice.
        if (now.LastFailure is { } failure && failure != before?.LastFailure && now.Status is not (JobStatus.Completed or JobStatus.Failed))
            yield return $"{now.Job}  {failure}{Next(run)}";
        switch (now.Status)
        {
            case JobStatus.Running:
                if (before is not { Status: JobStatus.Running } || before.Attempt != now.Attempt)
                    yield return Started(now);
                if (IsNews(before, now))
                    yield return Progress(now);
                break;
            case JobStatus.Completed when before?.Status != JobStatus.Completed && !first:
                yield return Done(now);
                break;
        }
    }

    /// <summary>
    /// What follows from a failure is decided by the coordinator, and stands in the run: one that it gave up failed in the same moment, and so tries nothing
    /// again.
    /// </summary>
    private static string Next(RunSummary run) => run switch
    {
        { Status: not RunStatus.Running } => "",
        { IsPaused: true } => " It is tried again when the run is resumed.",
        _ => " It is tried again.",
    };

    private static string Started(JobView job) => $"{job.Job}  started on {job.Device ?? "a slot"}"
        + (job.Node is null ? "" : $" of {job.Node}") + (job.Attempt > 1 ? Invariant($", attempt {job.Attempt}") : "");

    /// <summary>Each epoch is news; of other counts, a new stage and each quarter of it.</summary>
    private static bool IsNews(JobView? before, JobView now)
    {
        if (now.Stage is null || now.Step <= 0)
            return false;
        var sameStage = before?.Stage == now.Stage && before.Attempt == now.Attempt && before.Of == now.Of;
        if (!sameStage)
            return true;
        return now.Stage == Epoch || now.Of <= 0 ? now.Step != before!.Step : 4L * now.Step / now.Of != 4L * before!.Step / before.Of;
    }

    private static string Progress(JobView job) => Invariant($"{job.Job}  {job.Stage} {job.Step}/{job.Of}")
        + (job.TrainingLoss is { } loss ? $"  loss {PlainText.Figure(loss)}" : "")
        + (job.ValidationAuroc is { } auroc ? $"  validation AUROC {PlainText.Figure(auroc)}" : "");

    private static string Done(JobView job)
    {
        var took = job is { StartedAt: { } from, EndedAt: { } to } ? $" in {PlainText.Duration(to - from)}" : "";
        return $"{job.Job}  done{took}{JobMetricsText.Of(job)}";
    }

    /// <summary>Without the count that a stage may carry: <c>folds 4/10</c> is the stage folds.</summary>
    private static string? StageOf(RunView? run) => run?.Summary.Stage.Split(' ')[0];

    private static string StageLine(string? stage, RunView run) =>
        stage == Folds.Activity && run.Jobs.Count(job => job.Kind == Folds.Kind) is > 0 and var folds
            ? Invariant($"stage: {stage} ({folds} to train)")
            : $"stage: {stage}";

    private static JobKindDefinition Folds => RunGraph.Whole.Of(JobKind.TrainFold);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
