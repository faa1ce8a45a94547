using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>What came of one run.</summary>
internal sealed record Outcome(IReadOnlyCollection<string> Faults, int Restarts, TimeSpan Wall, ImmutableArray<Finding> Findings)
{
    public bool Passed => Findings.All(finding => finding.Trouble is null);
}

/// <summary>One run on a cluster of its own, disturbed as its schedule says, and judged.</summary>
internal static class ChaosRun
{
    /// <summary>What the cluster may take for each fault: to notice, to decide, to start again and to find the fold's place.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(45);

    /// <param name="folder">Of the run alone: the workspace and everybody's logs.</param>
    public static Outcome Do(ImmutableArray<Fault> schedule, Undisturbed undisturbed, Abilities abilities, string folder, CancellationToken cancelled)
    {
        using var disk = new SmallDisk(Path.Combine(folder, "workspace"));
        using var network = abilities.Network && schedule.Any(fault => fault.Kind.NeedsNetwork()) ? Network.Make(ClusterUnderTest.Names) : null;
        using var journal = JournalUnderTest.Make(folder, network?.HostAddress ?? "127.0.0.1");
        using var cluster = ClusterUnderTest.Start(folder, disk.Workspace, Path.GetFileName(folder), journal, network, cancelled);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var faults = new Faults(cluster, disk, over.Token, cancelled);
        try
        {
            cluster.Until(() => cluster.Pbm.Ask("run", "submit", undisturbed.Specification).Code == 0, TimeSpan.FromSeconds(60), "the run was submitted",
                cancelled);
            var started = Stopwatch.StartNew();
            var bound = TimeSpan.FromSeconds(60) + 4 * undisturbed.Wall
                + schedule.Aggregate(TimeSpan.Zero, (sum, fault) => sum + Recovery + TimeSpan.FromSeconds(fault.Seconds));
            var ending = Disturb(schedule.Where(fault => abilities.Allow(fault.Kind)), undisturbed, cluster, faults, disk, bound, cancelled);
            var wall = started.Elapsed;
            over.Cancel();
            faults.Mend();
            var together = OneCluster.Wait(cluster, cancelled);
            var (events, tenures) = (journal.Rows(), journal.Tenures());
            var forced = cluster.Stop();
            var restarts = cluster.All.Sum(member => member.Ends);
            var atStake = faults.AttemptsAtStake + cluster.Nodes.Sum(node => node.Ends) * ClusterUnderTest.SlotsPerNode;
            var run = RunOnDisk.In(disk.Workspace);
            ImmutableArray<Finding> findings =
            [
                ending,
                .. ending.Trouble is not null || run is null ? (Finding[])[] :
                [
                    Judge.SameResults(undisturbed.EqualSet, run),
                    Judge.OfficialOnce(events, run, undisturbed.Jobs),
                    Judge.JournalIsWhole(events),
                    Judge.WorkIsKept(run),
                    Judge.AttemptsAreExplained(events, atStake),
                    Judge.NothingTemporaryIsLeft(disk.Workspace),
                ],
                OneWriter.Judge(events, tenures),
                .. together,
                Judge.EveryMessageFits(cluster.Logs),
                Judge.NothingIsMisplaced(disk.Misplaced(), disk.Everywhere("pseudonym.key"), RunOnDisk.Names(disk.Workspace)),
                Judge.NobodyIsLeft(ProcessTable.Marked(cluster.Mark), forced),
            ];
            if (findings.Any(finding => finding.Trouble is not null))
                KeepEvidence(disk.Workspace, folder, events, tenures);
            return new(faults.Done, restarts, wall, findings);
        }
        finally
        {
            over.Cancel();
            faults.Mend();
        }
    }

    /// <summary>Carries the schedule out while the run goes on, until it has ended or its time is over.</summary>
    private static Finding Disturb(
        IEnumerable<Fault> schedule, Undisturbed undisturbed, ClusterUnderTest cluster, Faults faults, SmallDisk disk, TimeSpan bound,
        CancellationToken cancelled)
    {
        const string Check = "the run completes in bounded time";
        var waiting = new Queue<Fault>(schedule);
        var (started, asked) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        while (true)
        {
            cancelled.ThrowIfCancellationRequested();
            Thread.Sleep(50);
            var begun = Stages(disk);
            var (stage, since) = begun.Count > 0 ? (begun.Keys.Last(), begun.Values.Last()) : (Stage.Cohort, DateTime.MaxValue);
            while (stage != Stage.Ended && waiting.TryPeek(out var next)
                && (next.Stage < stage || (next.Stage == stage && DateTime.UtcNow - since >= next.Moment * undisturbed.Lasts[stage])))
                faults.Do(waiting.Dequeue());
            // The log may have missed its last line where the disk was full, so the coordinator is asked too.
            if ((stage == Stage.Ended || asked.Elapsed > TimeSpan.FromSeconds(5)) && cluster.Pbm.Ask("run", "list") is { Code: 0, Out: var list })
            {
                if (list.Contains("completed", StringComparison.Ordinal))
                    return new(Check, null);
                if (list.Contains("failed", StringComparison.Ordinal))
                    return new(Check, $"found a run that failed, expected a completed one: {Why(cluster)}");
                asked.Restart();
            }
            if (started.Elapsed > bound)
                return new(Check,
                    string.Create(CultureInfo.InvariantCulture, $"found it at {stage} after {bound.TotalSeconds:0} s, expected its end. {Why(cluster)}"));
        }
    }

    /// <summary>The workspace may be taken away, or come back, while it is read.</summary>
    private static SortedDictionary<Stage, DateTime> Stages(SmallDisk disk)
    {
        try
        {
            return RunOnDisk.In(disk.Files)?.Stages() ?? [];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string Why(ClusterUnderTest cluster)
    {
        var (code, output, errors) = cluster.Pbm.Ask("run", "describe", "last");
        return $"pbm run describe says: {(code == 0 ? output : errors).Trim().ReplaceLineEndings(" / ")}";
    }

    /// <summary>The workspace goes when its small file system goes: all but the large files is copied beside it.</summary>
    private static void KeepEvidence(string workspace, string folder, IReadOnlyList<JournalRow> events, IReadOnlyList<Tenure> tenures)
    {
        File.WriteAllLines(Path.Combine(folder, "journal.txt"),
            events.Select(row =>
                string.Create(CultureInfo.InvariantCulture, $"{row.At:HH:mm:ss.fff} {row.Process} {row.Actor} {row.Number} {row.Manifest} {row.Json}")));
        File.WriteAllLines(Path.Combine(folder, "tenures.txt"), tenures.Select(tenure => tenure.ToString()));
        foreach (var file in Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length < 1 << 20))
        {
            var copy = Path.Combine(folder, "evidence", Path.GetRelativePath(workspace, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
