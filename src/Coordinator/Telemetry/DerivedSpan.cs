using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace AxSpa.Coordinator.Telemetry;

/// <summary>
/// A span whose ids are derived from names: whoever knows the names knows the ids, before the span is over and after a change of coordinator.
/// </summary>
/// <param name="Trace">The trace's name: its hash is the trace id.</param>
/// <param name="Name">Unique among all spans: its hash is the span id.</param>
/// <param name="Parent">Null: the root.</param>
/// <param name="Title">What people read.</param>
internal sealed record DerivedSpan(
    string Trace, string Name, string? Parent, string Title, DateTimeOffset From, DateTimeOffset To, bool IsError,
    IReadOnlyList<KeyValuePair<string, object?>> Attributes)
{
    /// <summary>Hands it to whoever listens; costs next to nothing when nobody does.</summary>
    public void Send(ActivitySource source)
    {
        if (!source.HasListeners())
            return;
        var context = new ActivityContext(TraceId(Trace), Parent is null ? default : SpanId(Parent), ActivityTraceFlags.Recorded, isRemote: true);
        using var span = source.CreateActivity(Title, ActivityKind.Internal, context, Attributes);
        if (span is null)
            return;
        span.SetStartTime(From.UtcDateTime).SetEndTime(To.UtcDateTime);
        span.SetStatus(IsError ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        span.Start();
        OwnId(span) = SpanId(Name).ToHexString();
    }

    public static ActivityTraceId TraceId(string trace) => ActivityTraceId.CreateFromBytes(Hash($"trace {trace}")[..16]);

    public static ActivitySpanId SpanId(string name) => ActivitySpanId.CreateFromBytes(Hash($"span {name}")[..8]);

    private static ReadOnlySpan<byte> Hash(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    // .NET draws every span id at random and has no way to state one (a trace id, yes: ActivityContext). A span that is sent by
    // another process than its children needs one that both can know. A test looks whether the ids arrive as they were derived.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? OwnId(Activity span);
}
