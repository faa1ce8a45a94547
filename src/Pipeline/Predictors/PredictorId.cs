using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Branches;

namespace AxSpa.Pipeline.Predictors;

/// <summary>
/// One of the predictors that a run compares, by its key: that of a branch (<c>mri</c>) or of a fusion method (<c>fusion</c>). The key names its
/// columns in predictions.csv and its figures in metrics.json; what else there is to say of it stands in <see cref="PredictorRegistry"/>.
/// </summary>
[JsonConverter(typeof(PredictorIdJson))]
public readonly record struct PredictorId : IComparable<PredictorId>
{
    private readonly string? _key;

    /// <exception cref="ArgumentException">Not lower-case letters and digits, a letter first.</exception>
    public PredictorId(string key) =>
        _key = BranchId.IsKey(key)
            ? key
            : throw new ArgumentException($"'{key}' is no key of a predictor: lower-case letters and digits, a letter first.", nameof(key));

    public static PredictorId Mri { get; } = Of(BranchId.Mri);

    public static PredictorId Clinical { get; } = Of(BranchId.Clinical);

    /// <summary>The late fusion by XGBoost: the headline of a report.</summary>
    public static PredictorId Fusion { get; } = new("fusion");

    public string Key => _key ?? "";

    /// <summary>A branch by itself.</summary>
    public static PredictorId Of(BranchId branch) => new(branch.Key);

    /// <summary>In the registry's order; keys that it does not know come last, by their text.</summary>
    public int CompareTo(PredictorId other) => PredictorRegistry.RankOf(this).CompareTo(PredictorRegistry.RankOf(other)) is not 0 and var order
        ? order : string.CompareOrdinal(Key, other.Key);

    /// <summary>For people: <c>MRI-only</c>.</summary>
    public string Title => PredictorRegistry.Of(this).Title;

    public override string ToString() => Key;
}

/// <summary>In JSON a predictor is written with a capital, <c>Mri</c>, as it was before it was a value.</summary>
public sealed class PredictorIdJson : JsonConverter<PredictorId>
{
    public override PredictorId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        KeyJson.Read(ref reader) is { } key && BranchId.IsKey(key) ? new PredictorId(key) : throw new JsonException("This is no key of a predictor.");

    public override void Write(Utf8JsonWriter writer, PredictorId value, JsonSerializerOptions options) => KeyJson.Write(writer, value.Key);
}
