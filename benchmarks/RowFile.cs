using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Benchmarks;

/// <summary>
/// What a row's program writes with <c>--json FILE</c>, in whatever language: <c>{"rows":[{"name","ours","peer","unit","target","higherIsBetter"}]}</c>.
/// A program that measures one side alone leaves the other out; <c>benchmarks/run</c> joins both by name.
/// </summary>
internal sealed record RowFile(IReadOnlyList<MeasuredRow> Rows)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="InvalidDataException">It is not of this form.</exception>
    public static RowFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RowFile>(File.ReadAllBytes(path), Json) is { Rows: not null } file
                ? file : throw new InvalidDataException($"{path} holds no rows.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not a list of rows: {error.Message}", error);
        }
    }

    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
}

/// <param name="Name">What is measured, the same from build to build: by it results are compared.</param>
/// <param name="Unit"><c>s</c>, <c>ms</c>, <c>MB</c>, <c>1/s</c>, <c>%</c>, …</param>
internal sealed record MeasuredRow(string Name, string Unit)
{
    /// <summary>One value, or one for each round in the order in which they were measured; the peer's n-th was measured beside ours.</summary>
    [JsonConverter(typeof(OneOrSeveral))]
    public IReadOnlyList<double> Ours { get; init; } = [];

    [JsonConverter(typeof(OneOrSeveral))]
    public IReadOnlyList<double> Peer { get; init; } = [];

    /// <summary>
    /// What is to be reached: of ours in its unit, or of ours over the peer's (<see cref="TargetIsRatio"/>). At most, unless higher is better.
    /// </summary>
    public double? Target { get; init; }
    public bool TargetIsRatio { get; init; }
    public bool HigherIsBetter { get; init; }

    /// <summary>What a reader must know of this measurement.</summary>
    public string? Note { get; init; }

    private sealed class OneOrSeveral : JsonConverter<IReadOnlyList<double>>
    {
        public override bool HandleNull => true;

        public override IReadOnlyList<double> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Null => [],
            JsonTokenType.Number => [reader.GetDouble()],
            _ => JsonSerializer.Deserialize<double[]>(ref reader, options) ?? [],
        };

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
