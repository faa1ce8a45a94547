using System.Globalization;

namespace AxSpa.Chaos;

/// <summary>
/// One network namespace for each member, joined by a bridge: a member is cut off by taking its cable down, and everything
/// stays on this machine. Needs root and <c>ip netns</c>.
/// </summary>
internal sealed class Network : IDisposable
{
    private const string Prefix = "axc";
    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);
    private readonly string _bridge = Name(Environment.ProcessId, "");

    private Network() { }

    /// <summary>Where the bridge, and with it this machine, is found from every namespace.</summary>
    public string HostAddress => Address(1);

    public static bool IsPossible
    {
        get
        {
            if (!Environment.IsPrivilegedProcess)
                return false;
            var probe = Name(Environment.ProcessId, "p");
            var made = Tool.Succeeds("ip", "netns", "add", probe) && Tool.Succeeds("ip", "link", "add", probe, "type", "bridge");
            Tool.Succeeds("ip", "link", "del", probe);
            Tool.Succeeds("ip", "netns", "del", probe);
            return made;
        }
    }

    public static Network Make(IEnumerable<string> members)
    {
        RemoveLeftovers();
        var network = new Network();
        try
        {
            Tool.MustRun("ip", "link", "add", network._bridge, "type", "bridge");
            Tool.MustRun("ip", "addr", "add", $"{network.HostAddress}/24", "dev", network._bridge);
            Tool.MustRun("ip", "link", "set", network._bridge, "up");
            foreach (var member in members)
                network.Add(member);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public string AddressOf(string member) => Address(10 + _members[member]);

    /// <summary>Two chaos runs beside each other must not share a network: the process says which of 250 it is.</summary>
    private static string Address(int host) => string.Create(CultureInfo.InvariantCulture, $"10.213.{1 + Environment.ProcessId % 250}.{host}");

    /// <summary>What stands before a command line that is to run in the member's namespace; it becomes the program, with the same id.</summary>
    public IReadOnlyList<string> Enter(string member) => ["ip", "netns", "exec", Namespace(member)];

    public void Cut(string member) => Tool.MustRun("ip", "link", "set", Cable(member), "down");

    public void Heal(string member) => Tool.MustRun("ip", "link", "set", Cable(member), "up");

    /// <summary>A member and the database do not reach each other any more; whoever else is there, they both do.</summary>
    public void CutFromHost(string member)
    {
        Mislead(["-n", Namespace(member)], HostAddress, "eth0");
        Mislead([], AddressOf(member), _bridge);
    }

    public void HealToHost(string member)
    {
        Forget(["-n", Namespace(member)], HostAddress, "eth0");
        Forget([], AddressOf(member), _bridge);
    }

    /// <summary>A member is cut off from every other, and reaches the database as before.</summary>
    public void Isolate(string member)
    {
        foreach (var other in _members.Keys.Where(other => other != member))
        {
            Mislead(["-n", Namespace(member)], AddressOf(other), "eth0");
            Mislead(["-n", Namespace(other)], AddressOf(member), "eth0");
        }
    }

    public void Rejoin(string member)
    {
        foreach (var other in _members.Keys.Where(other => other != member))
        {
            Forget(["-n", Namespace(member)], AddressOf(other), "eth0");
            Forget(["-n", Namespace(other)], AddressOf(member), "eth0");
        }
    }

    public void Dispose()
    {
        foreach (var member in _members.Keys)
        {
            // A namespace lives on while a process in it is still ending; its cable must not wait for that.
            Tool.Succeeds("ip", "link", "del", Cable(member));
            Tool.Succeeds("ip", "netns", "del", Namespace(member));
        }
        Tool.Succeeds("ip", "link", "del", _bridge);
    }

    private void Add(string member)
    {
        _members.Add(member, _members.Count);
        var (space, cable) = (Namespace(member), Cable(member));
        Tool.MustRun("ip", "netns", "add", space);
        Tool.MustRun("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space);
        Tool.MustRun("ip", "link", "set", cable, "master", _bridge);
        Tool.MustRun("ip", "link", "set", cable, "up");
        Tool.MustRun("ip", "-n", space, "addr", "add", $"{AddressOf(member)}/24", "dev", "eth0");
        Tool.MustRun("ip", "-n", space, "link", "set", "lo", "up");
        Tool.MustRun("ip", "-n", space, "link", "set", "eth0", "up");
    }

    /// <summary>Packets for the address go to a card that nobody has: they are lost in silence, as on a broken switch, and need no firewall.</summary>
    private static void Mislead(IReadOnlyList<string> space, string address, string device) =>
        Tool.MustRun(["ip", .. space, "neigh", "replace", address, "lladdr", "02:00:00:00:00:01", "nud", "permanent", "dev", device]);

    private static void Forget(IReadOnlyList<string> space, string address, string device) =>
        Tool.MustRun(["ip", .. space, "neigh", "del", address, "dev", device]);

    /// <summary>What a chaos run that was killed could not take down: it names the process that is gone.</summary>
    private static void RemoveLeftovers()
    {
        var names = Tool.MustRun("ip", "netns", "list").Split('\n').Concat(Tool.MustRun("ip", "-br", "link", "show", "type", "bridge").Split('\n'))
            .Concat(Tool.MustRun("ip", "-br", "link", "show", "type", "veth").Split('\n'))
            .Select(line => line.Split(' ', '@')[0]).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        foreach (var name in names)
        {
            var owner = new string([.. name[Prefix.Length..].TakeWhile(char.IsDigit)]);
            if (owner.Length == 0 || Directory.Exists($"/proc/{owner}"))
                continue;
            Tool.Succeeds("ip", "netns", "del", name);
            Tool.Succeeds("ip", "link", "del", name);
        }
    }

    private string Namespace(string member) => Name(Environment.ProcessId, $"n{_members[member]}");

    private string Cable(string member) => Name(Environment.ProcessId, $"v{_members[member]}");

    /// <summary>At most 15 characters: longer names of links are refused.</summary>
    private static string Name(int process, string rest) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{process}{rest}");
}
