using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace AxSpa.Monitoring;

/// <summary>Answers <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c>, and nothing else.</summary>
internal sealed class MonitoringServer : IAsyncDisposable
{
    public const string Live = "/healthz/live";
    public const string Ready = "/healthz/ready";
    public const string Metrics = "/metrics";

    /// <summary>What is still being answered when the process ends may be answered.</summary>
    public static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly WebApplication _web;

    private MonitoringServer(WebApplication web) => _web = web;

    public static async Task<MonitoringServer> Start(HttpPort port, Readiness readiness, HttpLimits limits, CancellationToken stop)
    {
        var places = new HttpPlaces(limits);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            limits.Set(kestrel.Limits);
            kestrel.Listen(port.Address, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection => places.Serve(connection, next));
            });
        });
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => port.Socket);
        builder.Services.AddSingleton<IHostLifetime, EndsWithTheProcess>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Goodbye);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ProcessTelemetry.OursAll, ProcessTelemetry.Runtime)
            .AddPrometheusExporter(exporter =>
            {
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
            }));
        var web = builder.Build();
        web.Use(places.Answer);
        web.Use(OnlyReading);
        web.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Request.Path == Metrics);
        web.Run(context => Answer(context, readiness));
        await web.StartAsync(stop);
        return new MonitoringServer(web);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private static Task OnlyReading(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            return next(context);
        context.Response.Headers.Allow = "GET, HEAD";
        return Say(context, StatusCodes.Status405MethodNotAllowed, "text/plain", "This port is for reading only.\n"u8.ToArray());
    }

    private static Task Answer(HttpContext context, Readiness readiness)
    {
        if (context.Request.Path == Live)
            return Say(context, StatusCodes.Status200OK, "text/plain", "alive\n"u8.ToArray());
        if (context.Request.Path != Ready)
            return Say(context, StatusCodes.Status404NotFound, "text/plain", "There are /healthz/live, /healthz/ready and /metrics.\n"u8.ToArray());
        var checks = readiness.Look();
        return Say(context, checks.Values.All(trouble => trouble is null) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            "application/json", Json(checks));
    }

    private static Task Say(HttpContext context, int status, string type, byte[] text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }

    /// <summary><c>{"ready":false,"checks":{"cluster":"ok","journal":"…"}}</c></summary>
    private static byte[] Json(ImmutableSortedDictionary<string, string?> checks)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteBoolean("ready", checks.Values.All(trouble => trouble is null));
            json.WriteStartObject("checks");
            foreach (var (name, trouble) in checks)
                json.WriteString(name, trouble ?? "ok");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        text.Write("\n"u8);
        return text.WrittenSpan.ToArray();
    }

    /// <summary>Signals are the business of the host that does the work; this one ends when it is told to.</summary>
    private sealed class EndsWithTheProcess : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken stop) => Task.CompletedTask;

        public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
    }
}
