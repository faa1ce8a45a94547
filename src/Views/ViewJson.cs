using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>
/// What was done to a run: submitted (started, resumed, alreadyFinished), paused, resumed, retried, moved, prioritized, limited or cancelled.
/// </summary>
public sealed record RunReceipt(RunId Run, string How);

/// <summary>A line of a run's logs.</summary>
/// <param name="At">UTC, with milliseconds.</param>
/// <param name="Source">run, or the attempt: <c>mri-0#2</c>.</param>
public sealed record LogLineView(string At, Severity Severity, string Source, string Text);

/// <summary>Two runs that were compared.</summary>
public sealed record RunComparisonView(RunId First, RunId Second, RunComparison Comparison);

/// <summary>An archive for support.</summary>
/// <param name="Notes">What it does not hold, and why.</param>
public sealed record BundleReceipt(string Name, ImmutableArray<RunId> Runs, ImmutableArray<string> Notes);

/// <summary>What was done to members of the cluster: leaving, down.</summary>
public sealed record MemberReceipt(ImmutableArray<string> Members, string How);

/// <summary>What a command would do: <c>--dry-run</c> says it.</summary>
/// <param name="Would">For people, as what follows "this would": <c>end run x for good</c>.</param>
/// <param name="Run">The run that is meant, where it is one.</param>
public sealed record Rehearsal(string Would, RunId? Run = null);

/// <summary>Views as JSON for programs: <c>-o json</c>. Names in camelCase, identities as texts, absent values left out.</summary>
public static class ViewJson
{
    private static readonly ViewJsonContext Context = new(new JsonSerializerOptions(ViewJsonContext.Default.Options)
    {
        // Read in terminals and by jq, never inside HTML: messages keep their quotes and accents.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Of documents that are one line each.</summary>
    private static readonly ViewJsonContext InOneLine = new(new JsonSerializerOptions(ViewJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    });

    public static string LineOf(LogLineView line) => JsonSerializer.Serialize(line, InOneLine.LogLineView);

    public static string Of(BundleReceipt receipt) => JsonSerializer.Serialize(receipt, Context.BundleReceipt);

    public static string Of(ImmutableArray<Finding> findings) => JsonSerializer.Serialize(findings, Context.ImmutableArrayFinding);

    public static string Of(RunComparisonView comparison) => JsonSerializer.Serialize(comparison, Context.RunComparisonView);

    public static string Of(JobView job) => JsonSerializer.Serialize(job, Context.JobView);

    public static string Of(ImmutableArray<JobView> jobs) => JsonSerializer.Serialize(jobs, Context.ImmutableArrayJobView);

    public static string Of(RunReceipt receipt) => JsonSerializer.Serialize(receipt, Context.RunReceipt);

    public static string Of(Rehearsal rehearsal) => JsonSerializer.Serialize(rehearsal, Context.Rehearsal);

    public static string Of(RunVerification verification) => JsonSerializer.Serialize(verification, Context.RunVerification);

    public static string Of(RunView run) => JsonSerializer.Serialize(run, Context.RunView);

    public static string Of(ImmutableArray<RunSummary> runs) => JsonSerializer.Serialize(runs, Context.ImmutableArrayRunSummary);

    public static string Of(QueueView queue) => JsonSerializer.Serialize(queue, Context.QueueView);

    public static string Of(NodeDescription described) => JsonSerializer.Serialize(described, Context.NodeDescription);

    public static string Of(NodeOrders.NodeChanged changed) => JsonSerializer.Serialize(changed, Context.NodeChanged);

    public static string Of(DrainReceipt receipt) => JsonSerializer.Serialize(receipt, Context.DrainReceipt);

    public static string Of(ImmutableArray<NodeView> nodes) => JsonSerializer.Serialize(nodes, Context.ImmutableArrayNodeView);

    public static string Of(ImmutableArray<ClusterMemberView> members) => JsonSerializer.Serialize(members, Context.ImmutableArrayClusterMemberView);

    public static string Of(ClusterMemberView member) => JsonSerializer.Serialize(member, Context.ClusterMemberView);

    public static string Of(MemberReceipt receipt) => JsonSerializer.Serialize(receipt, Context.MemberReceipt);

    public static string Of(RunProtocol.ClusterMessage message) => JsonSerializer.Serialize(message, Context.ClusterMessage);

    public static string OfText(string text) => JsonSerializer.Serialize(text, Context.String);

    public static string OfTexts(ImmutableArray<string> texts) => JsonSerializer.Serialize(texts, Context.ImmutableArrayString);

    public static string Of(ImmutableArray<CertificateView> certificates) => JsonSerializer.Serialize(certificates, Context.ImmutableArrayCertificateView);

    public static string Of(ImmutableArray<CommandDescription> commands) => JsonSerializer.Serialize(commands, Context.ImmutableArrayCommandDescription);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true,
    Converters =
    [
        typeof(AsText<RunId>), typeof(AsText<JobId>), typeof(AsText<FoldId>), typeof(AsText<NodeId>), typeof(AsText<AttemptId>),
        typeof(AsWord<RunStatus>), typeof(AsWord<RunStage>), typeof(AsWord<JobStatus>), typeof(AsWord<JobKind>), typeof(AsWord<SlotStatus>),
        typeof(AsWord<CommandEffect>), typeof(AsWord<Severity>), typeof(AsWord<Metric>), typeof(AsWord<Verdict>),
        typeof(AsWord<AccessRole>), typeof(RunSummaryAsView),
    ])]
[JsonSerializable(typeof(RunReceipt))]
[JsonSerializable(typeof(LogLineView))]
[JsonSerializable(typeof(BundleReceipt))]
[JsonSerializable(typeof(ImmutableArray<Finding>))]
[JsonSerializable(typeof(RunComparisonView))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(ImmutableArray<JobView>))]
[JsonSerializable(typeof(Rehearsal))]
[JsonSerializable(typeof(RunVerification))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(ImmutableArray<RunSummary>))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(NodeDescription))]
[JsonSerializable(typeof(NodeOrders.NodeChanged))]
[JsonSerializable(typeof(DrainReceipt))]
[JsonSerializable(typeof(ImmutableArray<NodeView>))]
[JsonSerializable(typeof(ImmutableArray<ClusterMemberView>))]
[JsonSerializable(typeof(MemberReceipt))]
[JsonSerializable(typeof(RunProtocol.ClusterMessage))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ImmutableArray<string>))]
[JsonSerializable(typeof(ImmutableArray<CertificateView>))]
[JsonSerializable(typeof(ImmutableArray<CommandDescription>))]
internal sealed partial class ViewJsonContext : JsonSerializerContext;

/// <summary>An identity as people write it. Views are written only, never read.</summary>
internal sealed class AsText<T> : JsonConverter<T> where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        throw new JsonException($"Views are written for people and programs; a {typeof(T).Name} is not read from one.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A run in a list: on the wire one that was refused has failed, for programs it is refused.</summary>
internal sealed class RunSummaryAsView : JsonConverter<RunSummary>
{
    public override RunSummary Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        throw new JsonException("Views are written for people and programs; a run is not read from one.");

    public override void Write(Utf8JsonWriter writer, RunSummary run, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("run", run.Run.Value);
        writer.WriteString("name", run.Name);
        writer.WriteString("status", run.State());
        writer.WriteString("stage", run.Stage);
        writer.WriteString("submittedAt", run.SubmittedAt);
        if (run.EndedAt is { } ended)
            writer.WriteString("endedAt", ended);
        writer.WriteBoolean("isPaused", run.IsPaused);
        writer.WriteNumber("priority", run.Priority);
        if (run.Refusal is { } refusal)
            writer.WriteString("refusal", refusal);
        writer.WriteEndObject();
    }
}

internal sealed class AsWord<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase) where T : struct, Enum;
