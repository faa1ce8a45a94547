using Akka.Hosting;
using AxSpa.Hosting.Journals;
using OpenTelemetry.Trace;

namespace AxSpa.Monitoring;

/// <summary>What a process shows of itself to machines: whether it lives, whether it can work, and what it measures.</summary>
public sealed class ProcessMonitoring : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Longer than one look may take while a database is slow, shorter than anybody's patience.</summary>
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(30);

    /// <summary>What ending it may take at most: the server's last answers, and the last spans.</summary>
    internal static readonly TimeSpan LeaveWithin = MonitoringServer.Goodbye + TraceExport.Goodbye;

    private readonly Readiness _readiness = new();
    private readonly List<RepeatedCheck> _checks = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly ProcessTelemetry _telemetry;
    private readonly TracerProvider? _traces;
    private MonitoringServer? _server;

    private ProcessMonitoring(MonitoringOptions options, Action<string> say)
    {
        _traces = TraceExport.Begin(options.Otlp, options.Role, say);
        _telemetry = new ProcessTelemetry(options.Role, _readiness);
    }

    /// <summary>Begins before the cluster does: a process that waits for its database lives, and is not ready.</summary>
    /// <param name="port">Null: nothing is served, and nothing is looked at.</param>
    /// <param name="say">Hears what a person should know.</param>
    /// <exception cref="AxSpa.Pipeline.RefusedInputException">Traces cannot be sent where they should go.</exception>
    public static async Task<ProcessMonitoring> Start(HttpPort? port, MonitoringOptions options, Action<string> say, CancellationToken stop)
    {
        var monitoring = new ProcessMonitoring(options, say);
        if (port is null)
            return monitoring;
        monitoring._readiness.Require("cluster", () => "this process is starting");
        if (options.Journal is { } journal)
            monitoring.Repeat("journal", () => JournalTrouble(journal, options.Workspace, monitoring._ending.Token).GetAwaiter().GetResult());
        if (options.Workspace is { } workspace)
            monitoring.Repeat("workspace", () => WorkspaceCheck.Look(workspace));
        monitoring._server = await MonitoringServer.Start(port, monitoring._readiness, new HttpLimits(), stop);
        say($"Health and metrics: http://{port.Address}{MonitoringServer.Ready} and {MonitoringServer.Metrics}.");
        return monitoring;
    }

    /// <summary>Lets it see the cluster that this process takes part in.</summary>
    public void Watch(AkkaConfigurationBuilder akka) => akka.AddStartup((system, _) =>
    {
        _telemetry.Watch(system);
        _readiness.Require("cluster", () => MembershipCheck.Look(system));
    });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        foreach (var check in _checks)
            check.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _traces?.Shutdown((int)TraceExport.Goodbye.TotalMilliseconds);
        _traces?.Dispose();
        _telemetry.Dispose();
    }

    private static Task<string?> JournalTrouble(Journal journal, string? workspace, CancellationToken stop) =>
        workspace is null ? journal.Trouble(stop) : WorkspaceBinding.Trouble(journal, workspace, stop);

    private void Repeat(string name, Func<string?> look)
    {
        var check = new RepeatedCheck(name, look, LookEvery, BelievedFor, TimeProvider.System);
        _checks.Add(check);
        _readiness.Require(name, () => check.Trouble);
    }
}
