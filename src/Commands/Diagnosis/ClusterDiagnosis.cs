using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Hosting;
using AxSpa.Hosting.Journals;
using AxSpa.Pipeline.Access;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

/// <summary>From facts to findings, each with its next step. Pure: it looks at nothing else.</summary>
internal static class ClusterDiagnosis
{
    /// <summary>A run and its logs fit into this; below it a disk is as good as full.</summary>
    private const long FullBelow = 1_000_000_000, ScarceBelow = 10_000_000_000;

    /// <summary>Logs of several machines are merged by time; beyond a minute certificates and leases are judged wrongly too.</summary>
    private static readonly TimeSpan ClocksMayDiffer = TimeSpan.FromSeconds(1), ClocksMust = TimeSpan.FromMinutes(1);

    /// <summary>Every decision waits for the journal, and the share for every checkpoint.</summary>
    private const double SlowMilliseconds = 500;

    /// <summary>Medians of docs/what-survives.md: of a start on the same address, and of a take-over after kill -9.</summary>
    private const int RestartSeconds = 12, TakeOverSeconds = 18;

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30), RenewNow = TimeSpan.FromDays(7);

    public static ImmutableArray<Finding> Of(ClusterFacts facts) => facts.Members.IsEmpty ? [NoCluster(facts)] :
    [
        .. Members(facts), .. SeedDiagnosis.Of(facts), Coordinator(facts), Journal(facts), .. Slots(facts), .. Answers(facts),
        .. Storage(facts), .. Space(facts), .. Clocks(facts), .. Versions(facts), .. Certificates(facts),
    ];

    /// <summary>All the rest would only follow from it.</summary>
    private static Finding NoCluster(ClusterFacts facts) =>
        new("members", Verdict.Fail, "the node that was asked is in no cluster yet", ClusterText.HowToJoin(facts.Seeds));

    private static IEnumerable<Finding> Members(ClusterFacts facts) => OrOk("members",
        from member in facts.Members
        where member is not { Status: "up", Reachable: true }
        select member.Reachable
            ? new Finding("members", Verdict.Warn, $"{member.Address} is {member.Status}",
                "wait a minute; a member that stays so is put out with 'cluster down -a ADDRESS'")
            : new Finding("members", Verdict.Fail, $"{member.Address} cannot be reached",
                $"look whether it lives; the cluster puts it out by itself after some seconds, or: cluster down -a {member.Address}"),
        $"{PlainText.Count(facts.Members.Length, "node")} up");

    private static Finding Coordinator(ClusterFacts facts)
    {
        var able = facts.Members.Count(member => member.Roles.Contains(Roles.Coordinator));
        return able == 0 ? new Finding("coordinator", Verdict.Fail, "no member has the role coordinator", "start one: axspa coordinator")
            : facts.Coordinator is { } silent ? new Finding("coordinator", Verdict.Fail, silent, "read the log of the coordinator's process")
            : able > 1 ? Ok("coordinator", $"{Works(facts.Leadership)}; {PlainText.Count(able - 1, "standby")}")
            : facts.Seeds.IsEmpty ? Ok("coordinator", $"{Works(facts.Leadership)}; this process is a cluster of its own")
            : new Finding("coordinator", Verdict.Warn,
                $"{Works(facts.Leadership)}; there is no standby: when it dies, nothing is begun or recorded until it is started again, and for about "
                + $"{RestartSeconds} s more; folds train on",
                $"start a second coordinator on the same PostgreSQL journal: it takes over after about {TakeOverSeconds} s (docs/what-survives.md)");
    }

    /// <summary>A coordinator of an earlier version does not say since when.</summary>
    private static string Works(LeadershipProtocol.Leadership? leadership) =>
        leadership is { Since: { } since } ? $"{leadership.Coordinator} works {ClusterText.SinceWhen(since, leadership.Generation)}" : "answers";

    private static Finding Journal(ClusterFacts facts) => facts.Journal is not { } journal
        ? new Finding("journal", Verdict.Fail,
            facts.JournalTrouble
                ?? (facts.Coordinator is null ? "the coordinator answers, but its journal does not" : "it was not looked at: the coordinator does not answer"),
            "look at the database, its disk and its network; folds keep training meanwhile")
        : Math.Max(journal.ReadMilliseconds, journal.WriteMilliseconds) > SlowMilliseconds
            ? new Finding("journal", Verdict.Warn, Took(journal), "every decision waits for it: look at the load of the database and its disk")
            : Ok("journal", Took(journal));

    private static string Took(RunProtocol.JournalCheck journal) =>
        Invariant($"read in {journal.ReadMilliseconds:0} ms, written in {journal.WriteMilliseconds:0} ms");

    private static IEnumerable<Finding> Slots(ClusterFacts facts)
    {
        if (facts.Coordinator is not null)
            return [];
        if (facts.GpuNodes.IsEmpty)
            return [new Finding("slots", Verdict.Fail, "no GPU node has reported: nothing can be computed", "start one: axspa gpunode")];
        var silent = facts.GpuNodes.Where(node => node.IsSilent)
            .Select(node =>
                new Finding("slots", Verdict.Warn, $"{node.Node} does not report: nothing is placed there",
                    "look whether it lives; what it ran goes elsewhere when the cluster has put it out, or its lease ends"));
        var slots = facts.GpuNodes.Where(node => !node.IsSilent).SelectMany(node => node.Slots.Select(slot => (node.Node, Slot: slot))).ToList();
        return OrOk("slots", silent.Concat(
            from one in slots
            where one.Slot.Status is SlotStatus.Broken or SlotStatus.Starting
            select one.Slot.Status == SlotStatus.Broken
                ? new Finding("slots", Verdict.Fail, Invariant($"slot {one.Slot.Index} ({one.Slot.Device}) of {one.Node} is broken: {one.Slot.Trouble}"),
                    "mend that; the slot tries again by itself every 30 s")
                : new Finding("slots", Verdict.Warn,
                    Invariant($"slot {one.Slot.Index} ({one.Slot.Device}) of {one.Node} is starting") + (one.Slot.Trouble is { } trouble ? $": {trouble}" : ""),
                    "wait a minute")),
            $"{PlainText.Count(slots.Count, "slot")} on {PlainText.Count(facts.GpuNodes.Length, "node")}");
    }

    private static IEnumerable<Finding> Answers(ClusterFacts facts) =>
        from node in facts.Nodes
        where node.Value.Trouble is not null
        select new Finding("answers", Verdict.Fail, $"{node.Key} does not say how it is: {node.Value.Trouble}",
            "look at its process and its network; it may be of an older version");

    private static IEnumerable<Finding> Storage(ClusterFacts facts)
    {
        var stores = Checked(facts)
            .Where(node => node.Check.Storage is not null)
            .Select(node => (node.Address, Storage: node.Check.Storage!, node.Facts.Unseen))
            .ToList();
        if (stores.Count == 0)
            return [new Finding("storage", Verdict.Fail, "no node that answers sees a workspace", "start a coordinator and GPU nodes with --workspace")];
        ImmutableArray<(string, NodeFileProtocol.StorageCheck)> usable =
            [.. stores.Where(store => store.Storage.Trouble is null).Select(store => (store.Address, store.Storage))];
        var slowest = stores.Max(store => store.Storage.WriteMilliseconds);
        return OrOk("storage",
        [
            .. from store in stores
               where store.Storage.Trouble is not null
               select new Finding("storage", Verdict.Fail, $"{store.Address} cannot use {store.Storage.Folder}: {store.Storage.Trouble}",
                   "see that its file server answers, and mount the shared folder there, with the right to write for its user"),
            .. OtherWorkspaces(usable),
            .. from store in stores
               where !store.Unseen.IsEmpty
               select new Finding("storage", Verdict.Fail,
                   $"{store.Address} does not see in {store.Storage.Folder} what {string.Join(" and ", store.Unseen)} wrote",
                   "mount the same folder on every node"),
            .. from store in stores
               where store.Storage.WriteMilliseconds > SlowMilliseconds
               select new Finding("storage", Verdict.Warn,
                   Invariant($"{store.Address} needed {store.Storage.WriteMilliseconds:0} ms for a small file in {store.Storage.Folder}"),
                   "look at the load of the share: checkpoints wait for it"),
            .. RightsDiagnosis.Of(usable),
        ],
        $"{PlainText.Count(stores.Count, "node")} wrote, flushed and read a file{(stores.Count > 1 ? ", and saw each other's" : "")} "
            + Invariant($"(slowest {slowest:0} ms)"));
    }

    /// <summary>Who has another identity in its workspace than most, or none where others have one, has another folder there.</summary>
    private static IEnumerable<Finding> OtherWorkspaces(ImmutableArray<(string Address, NodeFileProtocol.StorageCheck Storage)> stores) =>
        stores.Where(store => store.Storage.Identity is not null)
            .GroupBy(store => store.Storage.Identity)
            .MaxBy(same => same.Count())?.Key is not { } usual ? []
        : from store in stores
          where store.Storage.Identity != usual
          select new Finding("storage", Verdict.Fail,
              $"{store.Address} has {(store.Storage.Identity is { } other ? $"the workspace {other}" : $"no {WorkspaceIdentity.FileName}")} in "
              + $"{store.Storage.Folder}, and others the workspace {usual}",
              "is the share mounted there? Mount the same folder on every node");

    private static IEnumerable<Finding> Space(ClusterFacts facts)
    {
        var stores = Checked(facts)
            .Where(node => node.Check.Storage is { Trouble: null })
            .Select(node => (node.Address, Storage: node.Check.Storage!))
            .ToList();
        return stores.Count == 0 ? [] : OrOk("space",
            from store in stores
            where store.Storage.FreeBytes < ScarceBelow
            select new Finding("space", store.Storage.FreeBytes < FullBelow ? Verdict.Fail : Verdict.Warn,
                $"{store.Address} has {PlainText.Bytes(store.Storage.FreeBytes)} left in {store.Storage.Folder}",
                "make room: 'run list' and 'run delete' help; a full disk is waited out"),
            $"{PlainText.Bytes(stores.Min(store => store.Storage.FreeBytes))} left at least");
    }

    private static IEnumerable<Finding> Clocks(ClusterFacts facts)
    {
        var nodes = Checked(facts).ToList();
        return nodes.Count == 0 ? [] : OrOk("clocks",
            from node in nodes
            where node.Facts.ClockAhead.Duration() > ClocksMayDiffer
            select new Finding("clocks", node.Facts.ClockAhead.Duration() > ClocksMust ? Verdict.Fail : Verdict.Warn,
                Invariant($"{node.Address} is {node.Facts.ClockAhead.Duration().TotalSeconds:0.0} s ")
                    + $"{(node.Facts.ClockAhead > TimeSpan.Zero ? "ahead of" : "behind")} the node that was asked",
                "let chrony or ntpd set its clock; logs of both are merged by time"),
            Invariant($"at most {nodes.Max(node => node.Facts.ClockAhead.Duration()).TotalSeconds:0.00} s apart"));
    }

    private static IEnumerable<Finding> Versions(ClusterFacts facts)
    {
        var nodes = Checked(facts).ToList();
        if (nodes.Count == 0)
            yield break;
        var software = nodes.GroupBy(node => node.Check.Version).OrderByDescending(same => same.Count()).ToList();
        yield return software.Count == 1
            ? Ok("versions",
                $"{software[0].Key} everywhere, .NET {string.Join(" and ", nodes.Select(node => node.Check.Runtime).Distinct().Order(StringComparer.Ordinal))}")
            : new Finding("versions", Verdict.Warn, "nodes differ: "
                + string.Join("; ", software.Select(same => $"{same.Key} on {string.Join(", ", same.Select(node => node.Address))}")),
                "bring all nodes to one version; a mixture is for the time of an upgrade");
        var machines = nodes.Where(node => facts.Members.Any(member => member.Address == node.Address && member.Roles.Contains(Roles.Gpu)))
            .GroupBy(node => node.Check.Machine)
            .ToList();
        if (machines.Count > 1)
            yield return new Finding("versions", Verdict.Warn, "GPU nodes have different instruction sets: "
                + string.Join("; ", machines.Select(same => $"{same.Key} on {string.Join(", ", same.Select(node => node.Address))}")),
                "equal numbers are promised for one kind of machine only; for a paper, let one kind compute a run");
    }

    private static IEnumerable<Finding> Certificates(ClusterFacts facts)
    {
        var nodes = Checked(facts).ToList();
        var certificates = nodes.SelectMany(
            node => node.Check.Certificates.Select(certificate => (node.Address, certificate.Name, Left: certificate.NotAfter - facts.Now)))
            .ToList();
        if (certificates.Count == 0)
            return nodes.Count == 0 ? [] : [Ok("certificates", "there are none: connections are plain TCP")];
        return OrOk("certificates",
            from one in certificates
            where one.Left < RenewBefore
            select new Finding("certificates", one.Left < RenewNow ? Verdict.Fail : Verdict.Warn,
                $"the certificate of {one.Address} ({one.Name}) {(one.Left < TimeSpan.Zero ? "has expired" : $"expires in {PlainText.Duration(one.Left)}")}",
                "make a new one before it ends, and start the node again: docs/keys.md"),
            $"the first of {certificates.Count} expires in {PlainText.Duration(certificates.Min(one => one.Left))}");
    }

    private static IEnumerable<(string Address, NodeFileProtocol.NodeCheck Check, ExaminedNode Facts)> Checked(ClusterFacts facts) =>
        from node in facts.Nodes where node.Value.Check is not null select (node.Key, node.Value.Check!, node.Value);

    private static IEnumerable<Finding> OrOk(string check, IEnumerable<Finding> troubles, string otherwise) =>
        troubles.ToList() is { Count: > 0 } found ? found : [Ok(check, otherwise)];

    private static Finding Ok(string check, string what) => new(check, Verdict.Ok, what);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
