namespace AxSpa.SchedulerBenchmark;

/// <summary>A job as it was: when its slot was granted, and when its result became official, in seconds from the beginning.</summary>
internal sealed record DoneJob(int Run, double Granted, double Ended, double Seconds);

/// <summary>What a schedule is held against.</summary>
internal static class Schedules
{
    /// <summary>List scheduling: each job, in this order, to the slot that is free first, and no time lost between two.</summary>
    public static double ListMakespan(IEnumerable<double> seconds, int slots)
    {
        var free = new PriorityQueue<int, double>();
        for (var slot = 0; slot < slots; slot++)
            free.Enqueue(slot, 0);
        var last = 0.0;
        foreach (var time in seconds)
        {
            free.TryDequeue(out var slot, out var at);
            free.Enqueue(slot, at + time);
            last = Math.Max(last, at + time);
        }
        return last;
    }

    /// <summary>No schedule is shorter: the slots are busy all the time, or the longest job takes it all.</summary>
    public static double LowerBound(IReadOnlyCollection<double> seconds, int slots) => Math.Max(seconds.Sum() / slots, seconds.Max());

    /// <summary>
    /// Slots that each run held on average, while every one of them had jobs waiting. A run holds a slot from the grant to the end in the journal.
    /// </summary>
    /// <returns>The runs' means, and how long every run had jobs waiting.</returns>
    public static (double[] Means, double From, double To) SlotsHeld(IReadOnlyList<DoneJob> jobs, int runs)
    {
        // Every run has begun, and what those before it took of its share has ended; and none has granted its last job.
        var from = Enumerable.Range(0, runs).Max(run => jobs.Where(job => job.Run == run).Min(job => job.Granted)) + jobs.Max(job => job.Seconds);
        var to = Enumerable.Range(0, runs).Min(run => jobs.Where(job => job.Run == run).Max(job => job.Granted));
        var held = new double[runs];
        foreach (var job in jobs)
            held[job.Run] += Math.Max(0, Math.Min(job.Ended, to) - Math.Max(job.Granted, from));
        return ([.. held.Select(time => time / Math.Max(to - from, 1e-9))], from, to);
    }
}
