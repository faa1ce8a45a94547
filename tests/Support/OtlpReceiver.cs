using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Google.Protobuf;

namespace AxSpa.Support;

/// <summary>A span as it arrived.</summary>
/// <param name="Status">1: ok, 2: error.</param>
internal sealed record ArrivedSpan(
    string TraceId, string SpanId, string ParentId, string Name, DateTimeOffset From, DateTimeOffset To, int Status,
    ImmutableSortedDictionary<string, string> Attributes);

/// <summary>Takes traces as an OpenTelemetry collector does (OTLP over HTTP, protobuf), on loopback, and keeps them.</summary>
/// <remarks>Field numbers: opentelemetry-proto 1.x, trace/v1/trace.proto and common/v1/common.proto.</remarks>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ArrivedSpan> _spans = new();

    private OtlpReceiver(int port)
    {
        Endpoint = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add($"{Endpoint}/");
        _listener.Start();
        _ = Receive();
    }

    public string Endpoint { get; }

    public IReadOnlyList<ArrivedSpan> Spans => [.. _spans];

    public static OtlpReceiver Start() => new(FreePort.Next());

    public void Dispose() => _listener.Close();

    private async Task Receive()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var isTraces = context.Request.Url!.AbsolutePath == "/v1/traces" && context.Request.ContentType == "application/x-protobuf";
                foreach (var span in isTraces ? Decoded(body.ToArray()) : [])
                    _spans.Enqueue(span);
                context.Response.StatusCode = isTraces ? 200 : 404;
                context.Response.Close();
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>ExportTraceServiceRequest: 1 resource_spans → 2 scope_spans → 2 spans</summary>
    private static IEnumerable<ArrivedSpan> Decoded(byte[] request) =>
        from resource in Fields(request).Where(field => field.Number == 1)
        from scope in Fields(resource.Bytes).Where(field => field.Number == 2)
        from span in Fields(scope.Bytes).Where(field => field.Number == 2)
        select Span(Fields(span.Bytes));

    private static ArrivedSpan Span(List<Field> fields)
    {
        Field Of(int number) => fields.Find(field => field.Number == number) ?? new Field(number, 0, []);
        return new ArrivedSpan(
            Hex(Of(1)), Hex(Of(2)), Hex(Of(4)), Text(Of(5).Bytes), Time(Of(7)), Time(Of(8)),
            (int)(Fields(Of(15).Bytes).Find(field => field.Number == 3)?.Value ?? 0),
            fields.Where(field => field.Number == 9).Select(field => Fields(field.Bytes))
                .ToImmutableSortedDictionary(pair => Text(pair[0].Bytes), pair => Value(Fields(pair[1].Bytes)[0]), StringComparer.Ordinal));
    }

    /// <summary>AnyValue: 1 string, 3 integer.</summary>
    private static string Value(Field any) => any.Number == 1 ? Text(any.Bytes) : $"{(long)any.Value}";

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static string Hex(Field field) => Convert.ToHexStringLower(field.Bytes);

    private static DateTimeOffset Time(Field nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds.Value / 100));

    private sealed record Field(int Number, ulong Value, byte[] Bytes);

    private static List<Field> Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        var fields = new List<Field>();
        while (input.ReadTag() is not 0 and var tag)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => new Field(number, input.ReadUInt64(), []),
                WireFormat.WireType.Fixed64 => new Field(number, input.ReadFixed64(), []),
                WireFormat.WireType.Fixed32 => new Field(number, input.ReadFixed32(), []),
                _ => new Field(number, 0, input.ReadBytes().ToByteArray()),
            });
        }
        return fields;
    }
}
