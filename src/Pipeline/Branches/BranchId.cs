using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Branches;

/// <summary>
/// One kind of evidence with the network that learns from it, by its key: <c>mri</c>, <c>clinical</c>. The key names its section of the YAML,
/// its folds (<c>mri-0</c>) and its columns in predictions.csv. What else there is to say of it stands in <see cref="BranchRegistry"/>.
/// </summary>
[JsonConverter(typeof(BranchIdJson))]
public readonly record struct BranchId : IComparable<BranchId>
{
    private const int LongestKey = 32;
    private readonly string? _key;

    /// <param name="key">Lower-case letters and digits, a letter first: it becomes part of file names.</param>
    /// <exception cref="ArgumentException">It is not of that form.</exception>
    public BranchId(string key) => _key = IsKey(key) ? key
        : throw new ArgumentException($"'{key}' is no key of a branch: at most {LongestKey} lower-case letters and digits, a letter first.", nameof(key));

    public static BranchId Mri { get; } = new("mri");

    public static BranchId Clinical { get; } = new("clinical");

    public string Key => _key ?? "";

    /// <summary>In the registry's order; keys that it does not know come last, by their text.</summary>
    public int CompareTo(BranchId other) => BranchRegistry.RankOf(this).CompareTo(BranchRegistry.RankOf(other)) is not 0 and var order
        ? order : string.CompareOrdinal(Key, other.Key);

    public override string ToString() => Key;

    internal static bool IsKey(string? text) =>
        text is { Length: > 0 and <= LongestKey } && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}

/// <summary>In JSON a branch is written with a capital, <c>Mri</c>: journals and run files are older than its being a value.</summary>
public sealed class BranchIdJson : JsonConverter<BranchId>
{
    public override BranchId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        KeyJson.Read(ref reader) is { } key && BranchId.IsKey(key) ? new BranchId(key) : throw new JsonException("This is no key of a branch.");

    public override void Write(Utf8JsonWriter writer, BranchId value, JsonSerializerOptions options) => KeyJson.Write(writer, value.Key);
}
