using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>The queue as plain text.</summary>
public static class QueueText
{
    /// <summary>Jobs that are named one by one; the rest of a group is counted.</summary>
    private const int MostNamed = 4;

    /// <summary>A row for each run and each reason, from when on slot time is compared, and the counts.</summary>
    public static string List(QueueView queue)
    {
        var waiting = queue.Runs.Length + queue.Omitted;
        var count = string.Create(CultureInfo.InvariantCulture,
            $"Count: {PlainText.Count(waiting, "run")} {(waiting == 1 ? "waits" : "wait")}, {queue.BusySlots} of {PlainText.Count(queue.Slots, "slot")} busy");
        return queue.Runs.IsEmpty ? count : string.Join('\n',
        [
            TextTable.Render(["#", "RUN", "NAME", "PRIORITY", "SLOTS", "USED", "TOTAL", "JOBS", "WAITS FOR"], queue.Runs.SelectMany(Rows)),
            .. Comparisons(queue),
            .. queue.Omitted > 0
                ? [string.Create(CultureInfo.InvariantCulture,
                    $"{PlainText.Count(queue.Omitted, "run")} behind these not shown; 'run describe' tells the place of one")]
                : (string[])[],
            count,
        ]);
    }

    private static IEnumerable<ImmutableArray<string>> Rows(QueuedRunView run) => run.Waits.Select((wait, index) => index > 0
        ? ImmutableArray.Create("", "", "", "", "", "", "", Jobs(wait), wait.Why)
        : [
            run.Position?.ToString(CultureInfo.InvariantCulture) ?? "-", run.Run.Value, run.Name,
            RunPriority.Word(run.Priority) + (run.Moved is { } moved ? $", {moved}" : ""),
            string.Create(CultureInfo.InvariantCulture, $"{run.Running}{(run.MaxSlots is { } most ? $"/{most}" : "")}"),
            run.ComparedSince is null ? "" : PlainText.Duration(TimeSpan.FromSeconds(run.UsedSeconds)),
            PlainText.Duration(TimeSpan.FromSeconds(run.TotalSeconds)),
            Jobs(wait), wait.Why,
        ]);

    /// <summary>What USED counts, where runs are compared by it.</summary>
    private static IEnumerable<string> Comparisons(QueueView queue) => queue.Runs.Where(run => run is { Position: not null, ComparedSince: not null })
        .GroupBy(run => run.Priority).Where(runs => runs.Count() > 1)
        .Select(runs =>
            $"Among runs of priority {RunPriority.Word(runs.Key)} USED counts slot time since {PlainText.Moment(runs.First().ComparedSince!.Value)}");

    private static string Jobs(WaitView wait) => string.Join(' ', wait.Jobs.Take(MostNamed))
        + (wait.Jobs.Length + wait.More > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" +{wait.Jobs.Length + wait.More - MostNamed}") : "");
}
