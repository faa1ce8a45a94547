using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// The words between a GPU node and its trainer processes: a <see cref="Job"/> goes in and <see cref="TrainerLine"/>s come out,
/// each as one line of JSON. Lines are told apart by their <c>type</c> (<c>ready</c>, <c>alive</c>, <c>progress</c>, <c>warning</c>,
/// <c>completed</c>, <c>failed</c>, <c>not-visible</c>); no .NET type name is ever written. Between jobs' lines may come <see cref="Stop"/>.
/// </summary>
public static class JobJson
{
    /// <summary>Node → trainer: end the job of the last line, with what it finished on disk.</summary>
    public const string Stop = """{"stop":true}""";

    public static string Write(Job job) => JsonSerializer.Serialize(job, JobJsonContext.Default.Job);

    /// <exception cref="JsonException">The line is not JSON, or not a job: a member is missing, null, or of another type.</exception>
    public static Job ReadJob(string line) => Read(Encoding.UTF8.GetBytes(line), JobJsonContext.Default.Job, "A job line is an object, not null.");

    public static string Write(TrainerLine line) => JsonSerializer.Serialize(line, JobJsonContext.Default.TrainerLine);

    /// <exception cref="JsonException">The line is not JSON, of a type this version does not know, or not as such a line is written.</exception>
    public static TrainerLine ReadLine(string line) => ReadLine(Encoding.UTF8.GetBytes(line));

    /// <summary>The form alone; <see cref="TrainerLineRules"/> says which values may be believed.</summary>
    /// <exception cref="JsonException">As above.</exception>
    public static TrainerLine ReadLine(ReadOnlySpan<byte> utf8) => Read(utf8, JobJsonContext.Default.TrainerLine, "A trainer's line is an object, not null.");

    private static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> form, string whenNull) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, form) ?? throw new JsonException(whenNull);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            // How the serializer tells of an object without its type, and of half a pair of surrogates.
            throw new JsonException($"Not a line of this protocol: {error.Message}", error);
        }
    }
}

// A NaN loss must reach the person who reads it, so the literals "NaN" and "Infinity" are allowed where JSON has none.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = 8,
    Converters = [typeof(RunIdJson), typeof(JobIdJson), typeof(FoldIdJson)])]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(TrainerLine))]
internal sealed partial class JobJsonContext : JsonSerializerContext;

internal sealed class RunIdJson : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A run's id is a text, not null."));

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class JobIdJson : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A job's id is a text, not null."));

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>A fold as its folder is named: <c>"mri-0"</c>.</summary>
internal sealed class FoldIdJson : JsonConverter<FoldId>
{
    public override FoldId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException("A fold is a text such as \"mri-0\", not null.");
        return FoldId.TryParse(text, out var fold)
            ? fold
            : throw new JsonException($"'{text}' is not a fold; expected mri-0, clinical-4, mri-r2-0 or the like.");
    }

    public override void Write(Utf8JsonWriter writer, FoldId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
