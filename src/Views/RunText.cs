using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>Runs as plain text.</summary>
public static class RunText
{
    /// <summary>Of a reason in a list; 'run describe' and <c>-o json</c> have all of it.</summary>
    private const int LongestNote = 100;

    /// <summary>One row per run, then <c>Count: N runs</c>.</summary>
    public static string List(ImmutableArray<RunSummary> runs, DateTimeOffset now)
    {
        var count = $"Count: {PlainText.Count(runs.Length, "run")}";
        if (runs.IsEmpty)
            return count;
        ImmutableArray<string> noted = runs.Any(run => run.Refusal is not null) ? ["REASON"] : [];
        return TextTable.Render(
            ["RUN", "NAME", "STATUS", "STAGE", "SUBMITTED", "ELAPSED", .. noted],
            runs.Select(run => ImmutableArray.Create([
                run.Run.Value, run.Name, run.State(), run.Stage == run.State() ? "" : run.Stage,
                PlainText.Moment(run.SubmittedAt), PlainText.Duration((run.EndedAt ?? now) - run.SubmittedAt),
                .. noted.Select(_ => MessageLimits.Cut(run.Refusal ?? "", LongestNote))]))) + "\n" + count;
    }

    /// <summary>Everything there is to see of a run, and why it waits where it does.</summary>
    public static string Describe(RunView run, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line("run", run.Summary.Run.Value);
        Line("name", run.Summary.Name);
        Line("status", run.Summary.Stage == run.Summary.State() ? run.Summary.Stage : $"{run.Summary.State()}, {run.Summary.Stage}");
        Line("until", PlainText.Word(run.Until));
        Line("submitted", PlainText.Moment(run.Summary.SubmittedAt));
        Line("elapsed", PlainText.Duration((run.Summary.EndedAt ?? now) - run.Summary.SubmittedAt));
        if (RunEta.Of(run, now) is { } eta)
            Line("to go", $"about {PlainText.Duration(eta)}");
        if (run.Queue is { } share)
            Line("priority", $"{RunPriority.Word(run.Summary.Priority)}{Place(share)}");
        if (run.WaitingFor is { } why)
            Line("waiting", why);
        else
            foreach (var group in run.Jobs.Where(job => job.WaitingFor is not null).GroupBy(job => job.WaitingFor!))
                Line("waiting", $"{string.Join(' ', group.Select(job => job.Job))} for {group.Key}");
        if (run.Failure is { } failure)
            Line(run.Summary.Refusal is null ? "failure" : "refused", failure);
        Line("folder", run.Folder);
        Line("key", run.Key);
        var alarms = run.Jobs.SelectMany(job => LeakFile.Kinds(job.Figures)).Select(LeakText.Name).ToArray();
        if (alarms.Length > 0)
            Line("leak alarms", $"{string.Join(", ", alarms)}; {LeakFile.Text} among the results says more");
        foreach (var warning in run.Warnings)
            Line("warning", warning);
        if (!run.Jobs.IsEmpty)
            text.Append('\n').Append(Jobs(run.Jobs, now));
        return text.ToString().TrimEnd('\n');

        void Line(string name, string value) => text.Append((name + ":").PadRight(15)).Append(value).Append('\n');
    }

    /// <summary>The folds of a run, then <c>Count: N folds</c>.</summary>
    public static string Folds(ImmutableArray<JobView> folds, DateTimeOffset now)
    {
        var count = $"Count: {PlainText.Count(folds.Length, "fold")}";
        return folds.IsEmpty ? count : Jobs(folds, now, "FOLD") + "\n" + count;
    }

    /// <summary>Everything there is to see of one fold.</summary>
    /// <param name="history">Lines of <c>run.log</c> about it, oldest first.</param>
    public static string Fold(RunSummary run, JobView fold, IEnumerable<string> history, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line("run", $"{run.Run} ({run.Name})");
        Line("fold", fold.Job.Value);
        if (fold.Fold is { Repeat: > 0 and var repeat })
            Line("repeat",
                string.Create(CultureInfo.InvariantCulture,
                    $"{repeat + 1} of the cross-validation, with other folds, initial weights and orders; the run's models are those of the first"));
        Line("status", PlainText.Word(fold.Status));
        if (fold.Attempt > 0)
            Line("attempt", fold.Attempt.ToString(CultureInfo.InvariantCulture));
        if ((fold.Device ?? fold.Node) is not null)
            Line("where", string.Join(" of ", new[] { fold.Device, fold.Node }.OfType<string>()));
        if (fold.Status == JobStatus.Running && Progress(fold) is { Length: > 0 } progress)
            Line("progress", progress);
        if (fold.TrainingLoss is { } loss)
            Line("training loss", PlainText.Figure(loss));
        foreach (var figure in fold.Figures)
            Line(figure.Key.Replace('_', ' '), PlainText.Number(figure.Value));
        if (fold.StartedAt is { } started)
            Line("started", PlainText.Moment(started));
        if (fold.EndedAt is { } ended)
            Line("ended", PlainText.Moment(ended));
        if (fold.StartedAt is { } from && fold.Status != JobStatus.Waiting)
            Line("time", PlainText.Duration((fold.EndedAt ?? now) - from));
        if (fold.LastFailure is { } failure)
            Line("last failure", failure);
        foreach (var line in history)
            text.Append('\n').Append(line);
        return text.ToString().TrimEnd('\n');

        void Line(string name, string value) => text.Append((name + ":").PadRight(19)).Append(value).Append('\n');
    }

    private static string Place(RunShareView share)
    {
        List<string> parts = [];
        if (share.MaxSlots is { } most)
            parts.Add($"at most {PlainText.Count(most, "slot")}");
        if (share.Position is { } position)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"place {position} in the queue"));
        if (share.TotalSeconds > 0)
            parts.Add($"{PlainText.Duration(TimeSpan.FromSeconds(share.TotalSeconds))} of slot time");
        return string.Concat(parts.Select(part => $", {part}"));
    }

    private static string Jobs(ImmutableArray<JobView> jobs, DateTimeOffset now, string first = "JOB") => TextTable.Render(
        [first, "STATUS", "ATTEMPT", "PROGRESS", "TIME", "WHERE", "NOTE"],
        jobs.Select(job => ImmutableArray.Create(
            job.Job.Value, PlainText.Word(job.Status), job.Attempt > 0 ? job.Attempt.ToString(CultureInfo.InvariantCulture) : "", Progress(job),
            job.StartedAt is { } started && job.Status != JobStatus.Waiting ? PlainText.Duration((job.EndedAt ?? now) - started) : "",
            string.Join(" of ", new[] { job.Device, job.Node }.OfType<string>()), job.LastFailure ?? "")));

    private static string Progress(JobView job)
    {
        if (job.Status == JobStatus.Completed)
            return JobMetricsText.Of(job).Trim();
        var step = job.Stage is { } stage ? job.Of > 0 ? string.Create(CultureInfo.InvariantCulture, $"{stage} {job.Step}/{job.Of}") : stage : "";
        return step + (job.ValidationAuroc is { } auroc ? $"  AUROC {PlainText.Figure(auroc)}" : "");
    }
}
