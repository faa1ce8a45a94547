using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// What people may order about a run's place in the queue: pure functions, as <see cref="RunOrders"/>. Ordering the same twice changes nothing.
/// </summary>
public static class QueueDecisions
{
    public static Decision OnPrioritize(this RunState run, int priority, DateTimeOffset now) => run.IfOpen(
        run.Priority == priority && run.Move is null ? null : new RunEvents.Prioritized(priority, now),
        "prioritized", $"priority {RunPriority.Word(priority)}, was {RunPriority.Word(run.Priority)}{(run.Move is null ? "" : " with a place given by hand")}");

    public static Decision OnLimit(this RunState run, int? maxSlots, DateTimeOffset now)
    {
        var running = run.OpenGrants.Count();
        return run.IfOpen(run.MaxSlots == maxSlots ? null : new RunEvents.Limited(maxSlots, now), "limited", maxSlots is { } most
            ? $"at most {PlainText.Count(most, "slot")} at once{(running > most ? $"; the {running} it uses now go to their end" : "")}"
            : "as many slots as there are");
    }

    /// <param name="before">The run to stand before, with its priority; null for the other places.</param>
    public static Decision OnMove(this RunState run, QueuePlace place, (RunId Run, int Priority)? before, DateTimeOffset now)
    {
        if (before is { } anchor && anchor.Run == run.Id)
            return Decision.No($"Run {run.Id} cannot stand before itself.");
        if (before is { } other && other.Priority != run.Priority)
            return Decision.No($"Run {run.Id} has priority {RunPriority.Word(run.Priority)} and {other.Run} has {RunPriority.Word(other.Priority)}; a "
                + "higher one always goes first. "
                + $"Give it the same with 'queue priority {run.Id} {RunPriority.Word(other.Priority)}', and then move it.");
        return run.IfOpen(new RunEvents.Moved(place, before?.Run, now), "moved", place switch
        {
            QueuePlace.First => $"first of priority {RunPriority.Word(run.Priority)}, until it ends or 'queue priority' takes that back",
            QueuePlace.Last => $"last of priority {RunPriority.Word(run.Priority)}, until it ends or 'queue priority' takes that back",
            QueuePlace.Before => $"before {before!.Value.Run}, until one of them ends or 'queue priority' takes that back",
        });
    }

    private static Decision IfOpen(this RunState run, RunEvents.IRunEvent? happened, string how, string note) => run.Status == RunStatus.Running
        ? new Decision(happened is null ? [] : [happened], new RunProtocol.RunChanged(run.Id, how, note))
        : Decision.No($"Run {run.Id} is {PlainText.Word(run.Status)}; it waits for nothing.");
}
