using System.Diagnostics;
using AxSpa.Pipeline;
using AxSpa.Shared;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AxSpa.Monitoring;

/// <summary>Sends what runs leave as traces to an OpenTelemetry collector, when one is named.</summary>
/// <remarks>Headers, time limits, certificates and batch sizes are those of the specification's environment variables, read by the library.</remarks>
internal static class TraceExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>For the last spans to be taken.</summary>
    public static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    /// <param name="given">From the command line; null: the environment says it, or nothing is sent.</param>
    /// <param name="say">Hears when the collector does not take what is sent, once until it does again.</param>
    /// <exception cref="RefusedInputException">It is no address, or a protocol that is not spoken.</exception>
    public static TracerProvider? Begin(string? given, string role, Action<string> say)
    {
        var address = given ?? Variable(TracesEndpoint) ?? Variable(Endpoint);
        if (address is null)
            return null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new RefusedInputException(
                $"{address} is not the address of an OpenTelemetry collector; --otlp and {Endpoint} expect http://HOST:4318 or https://HOST:4318.");
        var options = new OtlpExporterOptions { Protocol = ProtocolOf(Variable(Protocol)) };
        if (given is not null)
            options.Endpoint = options.Protocol == OtlpExportProtocol.Grpc ? uri : new Uri(given.TrimEnd('/') + "/v1/traces");
        return Sdk.CreateTracerProviderBuilder()
            .AddSource(ProcessTelemetry.OursAll)
            .SetSampler(new AlwaysOnSampler())
            .ConfigureResource(resource => resource.AddService($"axspa-{role}", "axspa", SoftwareVersion.Full))
            .AddProcessor(new BatchActivityExportProcessor(new SpokenExporter(new OtlpTraceExporter(options), uri, say)))
            .Build();
    }

    private static OtlpExportProtocol ProtocolOf(string? text) => text switch
    {
        null or "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
        "grpc" => OtlpExportProtocol.Grpc,
        _ => throw new RefusedInputException($"{Protocol}={text}: expected http/protobuf or grpc."),
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The library keeps silent when nobody listens at the address: then somebody would look in vain for traces.</summary>
    private sealed class SpokenExporter(OtlpTraceExporter collector, Uri address, Action<string> say) : BaseExporter<Activity>
    {
        private bool _isLosing;

        public override ExportResult Export(in Batch<Activity> batch)
        {
            var result = collector.Export(batch);
            var isLosing = result == ExportResult.Failure;
            if (isLosing != _isLosing)
                say(isLosing ? $"Traces are not taken by {address}: spans are lost until it answers." : $"Traces are taken by {address} again.");
            _isLosing = isLosing;
            return result;
        }

        protected override bool OnForceFlush(int timeoutMilliseconds) => collector.ForceFlush(timeoutMilliseconds);

        protected override bool OnShutdown(int timeoutMilliseconds) => collector.Shutdown(timeoutMilliseconds);

        protected override void Dispose(bool disposing)
        {
            collector.Dispose();
            base.Dispose(disposing);
        }
    }
}
