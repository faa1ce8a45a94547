using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using AxSpa.Coordinator;
using AxSpa.Coordinator.Telemetry;
using AxSpa.GpuNode;
using AxSpa.Monitoring;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using Xunit;

[assembly: AssemblyFixture(typeof(AxSpa.Deploy.Tests.Watching.ServedMetrics))]

namespace AxSpa.Deploy.Tests.Watching;

/// <summary>One metric as Prometheus gets it.</summary>
/// <param name="Labels">Each with the values that were seen.</param>
internal sealed record ServedMetric(string Name, string Type, ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Labels);

/// <summary>Every metric of the program, served over HTTP by a process that has measured each of them once.</summary>
public sealed partial class ServedMetrics : IAsyncLifetime
{
    internal IReadOnlyDictionary<string, ServedMetric> All { get; private set; } = new Dictionary<string, ServedMetric>();

    internal IEnumerable<ServedMetric> Ours => All.Values.Where(metric => metric.Name.StartsWith("axspa_", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        using var port = HttpPort.Open("0")!;
        var readiness = new Readiness();
        foreach (var check in new[] { "cluster", "journal", "workspace" })
            readiness.Require(check, () => null);
        await using var server = await MonitoringServer.Start(port, readiness, new HttpLimits(), CancellationToken.None);

        using var system = ActorSystem.Create("served", ConfigurationFactory.ParseString("""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = cluster, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }
            """));
        using var process = new ProcessTelemetry("seed", readiness);
        process.Watch(system);
        using var coordinator = new CoordinatorTelemetry(TimeProvider.System);
        MeasureOnce(coordinator);
        using var node = new NodeTelemetry(TimeProvider.System);
        MeasureOnce(node);

        using var client = new HttpClient();
        All = Read(await client.GetStringAsync($"http://{port.Address}{MonitoringServer.Metrics}")).ToDictionary(metric => metric.Name);
        await system.Terminate();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Histograms show nothing before their first value; the rest begins by itself.</summary>
    private static void MeasureOnce(CoordinatorTelemetry coordinator)
    {
        coordinator.Saw(RunIndex.Empty);
        foreach (var kind in Enum.GetValues<JobKind>())
        {
            coordinator.Granted(kind, TimeSpan.FromSeconds(1));
            coordinator.Ended(kind, null, TimeSpan.FromSeconds(1));
        }
        foreach (var writer in Enum.GetValues<JournalWriter>())
            coordinator.JournalWrote(writer, TimeProvider.System.GetTimestamp());
    }

    private static void MeasureOnce(NodeTelemetry node)
    {
        node.Saw([new SlotView(0, "cpu", SlotStatus.Free), new SlotView(1, "cuda:0", SlotStatus.Free)]);
        foreach (var fold in new[] { "mri-0", "clinical-0" })
            for (var epoch = 1; epoch < 3; epoch++)
                node.Heard(new AttemptId(new RunId("r"), new JobId(fold), 1), new TrainerLine.Progress("epoch", epoch, 2, null, null));
    }

    private static IEnumerable<ServedMetric> Read(string text)
    {
        var types = TypeLine().Matches(text).ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);
        var samples = SampleLine().Matches(text).Select(line => (Name: line.Groups[1].Value, Labels: Label().Matches(line.Groups[2].Value))).ToList();
        foreach (var (name, type) in types)
        {
            string[] names = type == "histogram" ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name];
            yield return new ServedMetric(name, type, samples.Where(sample => names.Contains(sample.Name)).SelectMany(sample => sample.Labels)
                .Where(label => label.Groups[1].Value != "le")
                .GroupBy(label => label.Groups[1].Value, label => label.Groups[2].Value)
                .ToImmutableSortedDictionary(label => label.Key, label => label.ToImmutableSortedSet(StringComparer.Ordinal), StringComparer.Ordinal));
        }
    }

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^([a-z]\w*)(?:\{(.*)\})? \S+$", RegexOptions.Multiline)]
    private static partial Regex SampleLine();

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Label();
}
