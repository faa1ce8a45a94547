using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Shared.Pbm;

/// <summary>The words between <c>pbm</c> and a command host: each one line of JSON, ended by a line feed.</summary>
public static class PbmJson
{
    public static byte[] Write(PbmRequest request) => Line(JsonSerializer.SerializeToUtf8Bytes(request, PbmJsonContext.Default.PbmRequest));

    public static byte[] Write(PbmAnswer answer) => Line(JsonSerializer.SerializeToUtf8Bytes(answer, PbmJsonContext.Default.PbmAnswer));

    /// <exception cref="FrameException">Not JSON, or not a request: a member is missing, null or of another type.</exception>
    public static PbmRequest ReadRequest(ReadOnlySpan<byte> line)
    {
        var request = Read(line, PbmJsonContext.Default.PbmRequest, "a request");
        // An absent array reads as one that is not there at all.
        return request.Args.IsDefault || request.Args.Contains(null!) || request.Files.IsDefault || request.Files.Contains(null!)
            ? throw new FrameException("a request has 'args' and 'files', and neither holds null.")
            : request;
    }

    /// <exception cref="FrameException">Not JSON, or not an answer: a member is missing, null or of another type, or the exit code is none.</exception>
    public static PbmAnswer ReadAnswer(ReadOnlySpan<byte> line)
    {
        var answer = Read(line, PbmJsonContext.Default.PbmAnswer, "an answer");
        if (answer.Ask is { Again: var again } && (again.IsDefault || again.Contains(null!)))
            throw new FrameException("a question has 'again', and it holds no null.");
        // Of a larger one a shell sees the last byte only, and that may be the 0 of what is done.
        return answer.Exit is null or (>= 0 and <= 255) ? answer : throw new FrameException("an exit code is a number from 0 to 255.");
    }

    private static T Read<T>(ReadOnlySpan<byte> line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string what) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new FrameException($"{what} is an object, not null.");
        }
        catch (JsonException error)
        {
            throw new FrameException($"the line is not {what} of pbm ({error.Message})", error);
        }
    }

    private static byte[] Line(byte[] json) => [.. json, (byte)'\n'];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(OutputFormatJson)])]
[JsonSerializable(typeof(PbmRequest))]
[JsonSerializable(typeof(PbmAnswer))]
internal sealed partial class PbmJsonContext : JsonSerializerContext;

internal sealed class OutputFormatJson() : JsonStringEnumConverter<OutputFormat>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
