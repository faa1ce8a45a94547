using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Cluster;
using AxSpa.Hosting;
using AxSpa.Shared;

namespace AxSpa.Monitoring;

/// <summary>What every process of the cluster measures of itself, whatever its role.</summary>
internal sealed class ProcessTelemetry : IDisposable
{
    /// <summary>All meters of this program, in whichever room.</summary>
    public const string OursAll = "AxSpa.*";

    /// <summary>The .NET runtime's own: processor time, memory, garbage collection, threads.</summary>
    public const string Runtime = "System.Runtime";

    private static readonly string[] ClusterRoles = [Roles.Seed, Roles.Coordinator, Roles.Gpu];
    private static readonly string[] MemberStates = ["joining", "up", "leaving", "unreachable"];

    private readonly Meter _meter = new("AxSpa.Process");
    private volatile ActorSystem? _system;

    public ProcessTelemetry(string role, Readiness readiness)
    {
        _meter.CreateObservableGauge("axspa.build.info", () => new Measurement<int>(1, new("version", SoftwareVersion.Full), new("role", role)),
            description: "Always 1: which version this process is, and for what it was started.");
        _meter.CreateObservableGauge("axspa.ready", () =>
            readiness.Look().Select(check => new Measurement<int>(check.Value is null ? 1 : 0, new KeyValuePair<string, object?>("check", check.Key))),
            description: "1: this check of /healthz/ready is well. 0: it is not.");
        _meter.CreateObservableGauge("axspa.cluster.members", Members,
            description: "Members of the cluster by role and state, as this process sees them. Unreachable ones count as that alone.");
    }

    /// <summary>From now on there is a cluster to look at.</summary>
    public void Watch(ActorSystem system) => _system = system;

    public void Dispose() => _meter.Dispose();

    /// <summary>Every role in every state, zeros too: an alert cannot see what is not there.</summary>
    private IEnumerable<Measurement<int>> Members()
    {
        if (_system is not { } system || Cluster.Get(system) is not { IsTerminated: false } cluster)
            return [];
        var state = cluster.State;
        var counts = state.Members
            .SelectMany(member => member.Roles,
                (member, role) => (Role: role, State: state.Unreachable.Contains(member) ? "unreachable" : StateOf(member.Status)))
            .CountBy(member => member).ToDictionary();
        return from role in ClusterRoles
               from status in MemberStates
               select new Measurement<int>(counts.GetValueOrDefault((role, status)), new("role", role), new("status", status));
    }

    private static string StateOf(MemberStatus status) => status switch
    {
        MemberStatus.Joining or MemberStatus.WeaklyUp => "joining",
        MemberStatus.Up => "up",
        _ => "leaving",
    };
}
