using System.Collections.Concurrent;
using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>What can be done on this machine; the rest of a schedule is left out, and said so.</summary>
internal sealed record Abilities(bool Postgres, bool SmallDisk, bool Network)
{
    public bool Allow(FaultKind kind) => (Postgres || !kind.NeedsPostgres()) && (SmallDisk || kind != FaultKind.FillDisk) && (Network || !kind.NeedsNetwork());

    public IEnumerable<string> Missing() =>
    [
        .. Postgres ? (string[])[] : ["no PostgreSQL server here: one coordinator on SQLite, and no faults of the database or of a standby"],
        .. SmallDisk ? (string[])[] : ["not root, so no small file system: the disk is never full"],
        .. Network ? (string[])[] : ["no network namespaces (they need root and ip netns): nobody is cut off"],
    ];
}

/// <summary>Carries faults out on a cluster, and mends in time what does not mend itself.</summary>
/// <param name="over">The run has ended: what lasts is mended, but for what is played to its end.</param>
/// <param name="cancelled">Nothing is played to its end any more.</param>
internal sealed class Faults(ClusterUnderTest cluster, SmallDisk disk, CancellationToken over, CancellationToken cancelled)
{
    /// <summary>After the cut: an island that has formed is still there, if nothing heals it, and is not looked for so soon by anybody else.</summary>
    private static readonly TimeSpan OthersRestartAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _done = [];
    private readonly List<Task> _lasting = [];
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private int _attemptsAtStake;

    public IReadOnlyCollection<string> Done => _done;

    /// <summary>How many attempts the faults may have ended beyond those on nodes that ended, which the supervisor counts.</summary>
    public int AttemptsAtStake => _attemptsAtStake;

    public void Do(Fault fault)
    {
        var note = Carry(fault);
        Console.Error.WriteLine($"  {DateTime.UtcNow:HH:mm:ss} {note}");
    }

    /// <summary>Waits until what lasts has been mended; after the run is over that is at once, but for what is played to its end.</summary>
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
            FaultKind.StopDatabase =>
                Lasting("database", "database", () => cluster.Journal.Server!.Stop(immediate: true), () => cluster.Journal.Server!.Start()),
            FaultKind.FreezeDatabase => Lasting("database", "database", () => cluster.Journal.Server!.Freeze(), () => cluster.Journal.Server!.Thaw()),
            FaultKind.FillDisk => FillDisk(),
            FaultKind.CutNode => OnCable(node, member => { }),
            FaultKind.CutSeed => OnCable(seed, member => { }),
            FaultKind.CutCoordinator => OnCable(active, member => { }),
            FaultKind.RestartCutSeed or FaultKind.RestartCutSeedThenOthers => OnCable(seed, member => member.Signal("KILL")),
            FaultKind.RestartCutCoordinator => OnCable(active, member => member.Signal("KILL")),
            FaultKind.RestartCutStandby => OnCable(standby, member => member.Signal("KILL")),
            FaultKind.CutJournal => OnMember(active, "to the database", name => cluster.Network!.CutFromHost(name), name => cluster.Network!.HealToHost(name)),
            FaultKind.IsolateCoordinator => OnMember(active, "to the others", name => cluster.Network!.Isolate(name), name => cluster.Network!.Rejoin(name)),
            FaultKind.HideWorkspace => HideWorkspace(),
            FaultKind.PauseRun => PauseRun(),
            _ => throw new InvalidOperationException($"{fault.Kind} is not carried out."),
        };

        string Signalled(ClusterProcess? member, string signal)
        {
            if (member is not { IsRunning: true })
                return NobodyToHit();
            member.Signal(signal);
            return Note($"{fault.Name} ({member.Name})");
        }

        string KillTrainer()
        {
            var trainers = cluster.Nodes.Where(member => member.IsRunning).SelectMany(member => ProcessTable.Children(member.Id, "AxSpa.Trainer")).ToList();
            if (trainers.Count == 0)
                return NobodyToHit();
            Interlocked.Increment(ref _attemptsAtStake);
            Signals.Send("KILL", trainers[fault.Target % trainers.Count]);
            return Note(fault.Name);
        }

        string Frozen(ClusterProcess? member)
        {
            if (member is not { IsRunning: true })
                return NobodyToHit();
            StakeSlotsOf(member);
            return Lasting($"frozen {member.Name}", member.Name, () => member.Signal("STOP"), () => member.Signal("CONT"));
        }

        string FillDisk()
        {
            StakeEverySlot(times: 3); // a job is tried again after 5 s and 10 s
            return Lasting("full disk", "workspace", disk.Fill, disk.Free);
        }

        string HideWorkspace()
        {
            StakeEverySlot(times: 4); // and it lasts a little longer
            return Lasting("hidden workspace", "workspace", disk.Hide, disk.Show);
        }

        string PauseRun()
        {
            StakeEverySlot(times: 1);
            _lasting.Add(Task.Run(() => PauseFor(TimeSpan.FromSeconds(fault.Seconds)), CancellationToken.None));
            return Note(string.Create(CultureInfo.InvariantCulture, $"{fault.Name} ({fault.Seconds} s)"));
        }

        string OnCable(ClusterProcess? member, Action<ClusterProcess> whileCut)
        {
            if (member is not { IsRunning: true })
                return NobodyToHit();
            StakeSlotsOf(member);
            var note = Lasting($"cable of {member.Name}", member.Name, () => cluster.Network!.Cut(member.Name), () => cluster.Network!.Heal(member.Name));
            whileCut(member);
            return note;
        }

        string OnMember(ClusterProcess? member, string where, Action<string> begin, Action<string> mend) => member is not { IsRunning: true } ? NobodyToHit()
            : Lasting($"{member.Name} {where}", member.Name, () => begin(member.Name), () => mend(member.Name));

        string Lasting(string thing, string what, Action begin, Action mend)
        {
            var held = _held.GetOrAdd(thing, _ => new Held());
            held.Take(begin, mend);
            _lasting.Add(Task.Run(() =>
            {
                var stop = fault.Kind.IsPlayedOut() ? cancelled : over;
                stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(fault.Seconds));
                held.LetGo();
                if (fault.Kind == FaultKind.RestartCutSeedThenOthers && !cancelled.WaitHandle.WaitOne(OthersRestartAfter))
                    RestartOthers(node);
            }, CancellationToken.None));
            return Note(string.Create(CultureInfo.InvariantCulture, $"{fault.Name} ({what}, {fault.Seconds} s)"));
        }

        string NobodyToHit() => Note($"{fault.Name}: nobody to hit");

        string Note(string text)
        {
            var note = string.Create(CultureInfo.InvariantCulture, $"{fault.Stage.ToString().ToLowerInvariant()} {fault.Moment:0.00}: {text}");
            _done.Enqueue(note);
            return note;
        }
    }

    /// <summary>An order that nobody seems to have taken may still be carried out: it is taken back until somebody has taken that.</summary>
    private void PauseFor(TimeSpan time)
    {
        cluster.Pbm.Ask("run", "pause", "last", "--now");
        over.WaitHandle.WaitOne(time);
        while (!over.IsCancellationRequested && cluster.Pbm.Ask("run", "resume", "last").Code != 0)
            over.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
    }

    /// <summary>Who looks for the cluster now finds whichever seed answers first.</summary>
    private void RestartOthers(ClusterProcess node)
    {
        foreach (var member in cluster.Coordinators.Append(node))
            member.Signal("KILL");
    }

    private void StakeSlotsOf(ClusterProcess member)
    {
        if (cluster.Nodes.Contains(member))
            Interlocked.Add(ref _attemptsAtStake, ClusterUnderTest.SlotsPerNode);
    }

    private void StakeEverySlot(int times) => Interlocked.Add(ref _attemptsAtStake, cluster.Nodes.Length * ClusterUnderTest.SlotsPerNode * times);

    /// <summary>
    /// Two faults may overlap on one thing: the first begins, and when the last is over that is mended. A database that is frozen is not stopped as well.
    /// </summary>
    private sealed class Held
    {
        private readonly Lock _lock = new();
        private int _times;
        private Action? _mend;

        public void Take(Action begin, Action mend)
        {
            lock (_lock)
            {
                if (_times++ > 0)
                    return;
                _mend = mend;
                begin();
            }
        }

        public void LetGo()
        {
            lock (_lock)
                if (--_times == 0)
                    _mend!();
        }
    }
}
