using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AxSpa.Support;

namespace AxSpa.Chaos;

/// <summary>
/// Three seeds, one or two coordinators and three GPU nodes as real processes that know each other by certificates, under a supervisor that starts again
/// whatever
/// ends, including what took itself out of the cluster.
/// </summary>
internal sealed class ClusterUnderTest : IDisposable
{
    public const int SlotsPerNode = 2;
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(1.5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _supervisor;

    private ClusterUnderTest(string folder, string workspace, string mark, JournalUnderTest journal, Network? network)
    {
        (Network, Journal, Mark) = (network, journal, mark);
        Logs = Directory.CreateDirectory(Path.Combine(folder, "logs")).FullName;
        var keys = Path.Combine(folder, "keys");
        Tool.MustRun(Programs.Axspa, "certs", "create", "--out", keys, "--hosts", string.Join(',', Names.Select(AddressOf).Distinct()));
        string[] seeds = ["seed-0", "seed-1", "seed-2"];
        var seedPorts = seeds.Select(_ => FreePort.Next()).ToArray();
        var pbmPorts = seeds.Select(_ => FreePort.Next()).ToArray();
        var list = string.Join(',', seeds.Select((name, at) => string.Create(CultureInfo.InvariantCulture, $"{AddressOf(name)}:{seedPorts[at]}")));
        Seeds = [.. seeds.Select((name, at) => Member(name, "seed", seedPorts[at], ["--pbm-port", Text(pbmPorts[at])]))];
        Coordinators = [.. CoordinatorNames(journal)
            .Select(name => Member(name, "coordinator", FreePort.Next(), ["--workspace", workspace, .. journal.ForCoordinators.Arguments]))];
        Nodes = [.. NodeNames.Select(name => Member(name, "gpunode", FreePort.Next(), ["--workspace", workspace, "--slots", $"cpu:{SlotsPerNode}"]))];
        Pbm = new Pbm([.. seeds.Select((name, at) => (network?.Enter(name) ?? [], string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{pbmPorts[at]}")))]);
        _supervisor = new Thread(Supervise) { IsBackground = true, Name = "supervisor" };

        ClusterProcess Member(string name, string role, int port, IEnumerable<string> rest) => new(name, $"{AddressOf(name)}:{Text(port)}",
            [.. network?.Enter(name) ?? [], Programs.Axspa, role, "--host", AddressOf(name), "--port", Text(port), "--seeds", list, .. rest],
            new Dictionary<string, string>(
                journal.ForCoordinators.Environment)
            { [ProcessTable.Mark] = mark, ["AXSPA_TLS"] = keys, ["AXSPA_AUDIT"] = Path.Combine(Logs, "audit.log") },
            Path.Combine(Logs, $"{name}.log"));
        string AddressOf(string name) => network?.AddressOf(name) ?? "127.0.0.1";
    }

    public ImmutableArray<ClusterProcess> Seeds { get; }

    public ImmutableArray<ClusterProcess> Coordinators { get; }

    public ImmutableArray<ClusterProcess> Nodes { get; }

    public IEnumerable<ClusterProcess> All => [.. Seeds, .. Coordinators, .. Nodes];

    public JournalUnderTest Journal { get; }

    /// <summary>Null: everybody is on loopback, and nobody can be cut off.</summary>
    public Network? Network { get; }

    public string Logs { get; }

    public Pbm Pbm { get; }

    public string Mark { get; }

    /// <summary>The oldest coordinator is the one that acts: a restarted one joins behind the other.</summary>
    public ClusterProcess? ActiveCoordinator => Coordinators.Where(coordinator => coordinator.IsRunning).MinBy(coordinator => coordinator.StartedAt);

    private static string[] NodeNames => ["gpu-0", "gpu-1", "gpu-2"];

    private static string[] CoordinatorNames(JournalUnderTest journal) => journal.Server is null ? ["coordinator-0"] : ["coordinator-0", "coordinator-1"];

    /// <summary>Every member's name, for a network that is made before the cluster.</summary>
    public static IEnumerable<string> Names => ["seed-0", "seed-1", "seed-2", "coordinator-0", "coordinator-1", .. NodeNames];

    /// <summary>Starts all of it and waits until every member is up and every slot is free.</summary>
    public static ClusterUnderTest Start(string folder, string workspace, string mark, JournalUnderTest journal, Network? network, CancellationToken cancelled)
    {
        var cluster = new ClusterUnderTest(folder, workspace, mark, journal, network);
        try
        {
            foreach (var member in cluster.Seeds)
                member.Start();
            cluster.Coordinators[0].Start();
            cluster.Until(() => Up(3 + 1), TimeSpan.FromSeconds(90), "the seeds and a coordinator are up", cancelled);
            foreach (var member in cluster.All.Where(member => !member.IsRunning))
                member.Start();
            cluster._supervisor.Start();
            cluster.Until(() => Up(cluster.All.Count()), TimeSpan.FromSeconds(90), "every member is up", cancelled);
            cluster.Until(cluster.EverySlotIsFree, TimeSpan.FromSeconds(90), "every slot is free", cancelled);
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }

        bool Up(int members) =>
            cluster.Pbm.Ask("cluster", "show").Out.Contains(string.Create(CultureInfo.InvariantCulture, $"Count: {members} nodes"), StringComparison.Ordinal);
    }

    /// <param name="address">As the cluster says it, with whatever comes after it.</param>
    public string NameOf(string address) =>
        All.FirstOrDefault(member => address == member.Address || address.StartsWith($"{member.Address} ", StringComparison.Ordinal)) is { } member
        ? member.Name + address[member.Address.Length..] : address;

    public bool EverySlotIsFree() =>
        System.Text.RegularExpressions.Regex.Count(Pbm.Ask("node", "list").Out, @"\bfree\b") == Nodes.Count(node => node.IsWanted) * SlotsPerNode;

    /// <exception cref="TimeoutException">It never was so; the message has the last words of every member.</exception>
    public void Until(Func<bool> holds, TimeSpan patience, string what, CancellationToken cancelled)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            cancelled.ThrowIfCancellationRequested();
            if (waited.Elapsed > patience)
                throw new TimeoutException($"Waited {patience.TotalSeconds:0} s in vain until {what}. Last "
                    + $"words:\n{string.Join('\n', All.Select(member => $"{member.Name}: {member.LastWords}"))}");
            Thread.Sleep(50);
        }
    }

    /// <summary>Ends everything in order (SIGTERM, nodes first), and what does not end within 20 s by force.</summary>
    /// <returns>Members that had to be killed.</returns>
    public IReadOnlyList<string> Stop()
    {
        _stop.Cancel();
        if (_supervisor.IsAlive)
            _supervisor.Join();
        var forced = new List<string>();
        foreach (var group in (ImmutableArray<ClusterProcess>[])[Nodes, Coordinators, Seeds])
        {
            foreach (var member in group)
            {
                member.IsWanted = false;
                member.Signal("TERM");
            }
            var waited = Stopwatch.StartNew();
            foreach (var member in group)
                if (!member.WaitForExit(TimeSpan.FromSeconds(20) - waited.Elapsed is { Ticks: > 0 } left ? left : TimeSpan.Zero))
                    forced.Add(member.Name);
            foreach (var member in group)
                member.Dispose();
        }
        return forced;
    }

    public void Dispose()
    {
        _stop.Cancel();
        if (_supervisor.IsAlive)
            _supervisor.Join();
        foreach (var member in All)
            member.Dispose();
        _stop.Dispose();
    }

    private void Supervise()
    {
        var endedAt = new Dictionary<ClusterProcess, long>();
        while (!_stop.Token.WaitHandle.WaitOne(100))
            foreach (var member in All.Where(member => member.IsWanted && !member.IsRunning))
                if (endedAt.TryAdd(member, Stopwatch.GetTimestamp()))
                {
                    member.Ends++;
                    member.NoteEnd();
                }
                else if (Stopwatch.GetElapsedTime(endedAt[member]) >= RestartAfter)
                {
                    endedAt.Remove(member);
                    member.Start();
                }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
