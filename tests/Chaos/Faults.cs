using System.Collections.Concurrent;
using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>What can be done on this machine; the rest of a schedule is left out, and said so.</summary>
internal sealed record Abilities(bool Postgres, bool SmallDisk, bool Network)
{
    public bool Allow(FaultKind kind) => kind switch
    {
        FaultKind.StopDatabase or FaultKind.FreezeDatabase or FaultKind.KillStandby => Postgres,
        FaultKind.FillDisk => SmallDisk,
        FaultKind.CutNode or FaultKind.CutCoordinator or FaultKind.CutSeed => Network,
        _ => true,
    };

    public IEnumerable<string> Missing() =>
    [
        .. Postgres ? (string[])[] : ["no PostgreSQL server here: one coordinator on SQLite, and no faults of the database or of a standby"],
        .. SmallDisk ? (string[])[] : ["not root, so no small file system: the disk is never full"],
        .. Network ? (string[])[] : ["no network namespaces (they need root and ip netns): nobody is cut off"],
    ];
}

/// <summary>Carries faults out on a cluster, and mends in time what does not mend itself.</summary>
internal sealed class Faults(ClusterUnderTest cluster, SmallDisk disk, CancellationToken over)
{
    private readonly ConcurrentQueue<string> _done = [];
    private readonly List<Task> _lasting = [];
    private int _attemptsAtStake;

    public IReadOnlyCollection<string> Done => _done;

    /// <summary>How many attempts the faults may have ended beyond those on nodes that ended, which the supervisor counts.</summary>
    public int AttemptsAtStake => _attemptsAtStake;

    public void Do(Fault fault)
    {
        var note = Carry(fault);
        Console.Error.WriteLine($"  {DateTime.UtcNow:HH:mm:ss} {note}");
    }

    /// <summary>Waits until what lasts has been mended; after the run is over that is at once.</summary>
    public void Mend() => Task.WaitAll([.. _lasting]);

    private string Carry(Fault fault)
    {
        var node = cluster.Nodes[fault.Target % cluster.Nodes.Length];
        var seed = cluster.Seeds[fault.Target % cluster.Seeds.Length];
        var active = cluster.ActiveCoordinator;
        var standby = cluster.Coordinators.FirstOrDefault(coordinator => coordinator != active && coordinator.IsRunning);
        return fault.Kind switch
        {
            FaultKind.KillNode => Signalled(node, "KILL"),
            FaultKind.KillSeed => Signalled(seed, "KILL"),
            FaultKind.KillCoordinator => Signalled(active, "KILL"),
            FaultKind.KillStandby => Signalled(standby, "KILL"),
            FaultKind.EndNode => Signalled(node, "TERM"),
            FaultKind.EndCoordinator => Signalled(active, "TERM"),
            FaultKind.KillTrainer => KillTrainer(),
            FaultKind.FreezeNode => Frozen(node),
            FaultKind.FreezeCoordinator => Frozen(active),
            FaultKind.StopDatabase => Lasting("database", () => cluster.Journal.Server!.Stop(immediate: true), () => cluster.Journal.Server!.Start()),
            FaultKind.FreezeDatabase => Lasting("database", () => cluster.Journal.Server!.Freeze(), () => cluster.Journal.Server!.Thaw()),
            FaultKind.FillDisk => FillDisk(),
            FaultKind.CutNode => Cut(node),
            FaultKind.CutSeed => Cut(seed),
            FaultKind.CutCoordinator => Cut(active),
            _ => throw new InvalidOperationException($"{fault.Kind} is not carried out."),
        };

        string Signalled(ClusterProcess? member, string signal)
        {
            if (member is not { IsRunning: true })
                return Note($"{fault.Name}: nobody to hit");
            member.Signal(signal);
            return Note($"{fault.Name} ({member.Name})");
        }

        string KillTrainer()
        {
            var trainers = cluster.Nodes.Where(member => member.IsRunning).SelectMany(member => ProcessTable.Children(member.Id, "AxSpa.Trainer")).ToList();
            if (trainers.Count == 0)
                return Note($"{fault.Name}: nobody to hit");
            Interlocked.Increment(ref _attemptsAtStake);
            Signals.Send("KILL", trainers[fault.Target % trainers.Count]);
            return Note(fault.Name);
        }

        string Frozen(ClusterProcess? member)
        {
            if (member is not { IsRunning: true })
                return Note($"{fault.Name}: nobody to hit");
            if (cluster.Nodes.Contains(member))
                Interlocked.Add(ref _attemptsAtStake, ClusterUnderTest.SlotsPerNode);
            return Lasting(member.Name, () => member.Signal("STOP"), () => member.Signal("CONT"));
        }

        string FillDisk()
        {
            Interlocked.Add(ref _attemptsAtStake, cluster.Nodes.Length * ClusterUnderTest.SlotsPerNode * 3); // a job is tried again after 5 s and 10 s
            return Lasting("workspace", disk.Fill, disk.Free);
        }

        string Cut(ClusterProcess? member)
        {
            if (member is not { IsRunning: true })
                return Note($"{fault.Name}: nobody to hit");
            if (cluster.Nodes.Contains(member))
                Interlocked.Add(ref _attemptsAtStake, ClusterUnderTest.SlotsPerNode);
            return Lasting(member.Name, () => cluster.Cut(member), () => cluster.Heal(member));
        }

        string Lasting(string what, Action begin, Action mend)
        {
            begin();
            _lasting.Add(Task.Run(() =>
            {
                over.WaitHandle.WaitOne(TimeSpan.FromSeconds(fault.Seconds));
                mend();
            }, CancellationToken.None));
            return Note(string.Create(CultureInfo.InvariantCulture, $"{fault.Name} ({what}, {fault.Seconds} s)"));
        }

        string Note(string text)
        {
            var note = string.Create(CultureInfo.InvariantCulture, $"{fault.Stage.ToString().ToLowerInvariant()} {fault.Moment:0.00}: {text}");
            _done.Enqueue(note);
            return note;
        }
    }
}
