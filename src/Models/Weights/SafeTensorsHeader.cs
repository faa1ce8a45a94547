using System.Collections.Immutable;
using System.Text.Json;

namespace AxSpa.Models.Weights;

/// <summary>Reads and checks the JSON header: known types, shapes that fit their bytes, no overlap, no gap, nothing past the end.</summary>
internal static class SafeTensorsHeader
{
    /// <param name="dataBytes">How many bytes follow the header in the file.</param>
    public static (ImmutableArray<SafeTensorsFile.Entry> Entries, ImmutableSortedDictionary<string, string> Metadata) Parse(
        string path, ReadOnlyMemory<byte> header, long dataBytes)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = ImmutableSortedDictionary<string, string>.Empty;
            var entries = new List<SafeTensorsFile.Entry>();
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.NameEquals("__metadata__"))
                    metadata = property.Value.EnumerateObject()
                        .ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "", StringComparer.Ordinal);
                else
                    entries.Add(ParseEntry(path, property));
            entries.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
            CheckPlaces(path, entries, dataBytes);
            return ([.. entries], metadata);
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            throw new SafeTensorsException(path, $"its header is not what the format asks for: {error.Message}");
        }
    }

    private static SafeTensorsFile.Entry ParseEntry(string path, JsonProperty property)
    {
        var typeName = property.Value.GetProperty("dtype").GetString() ?? "";
        var type = SafeTensorsType.Of(typeName) ?? throw new SafeTensorsException(path,
            $"tensor {property.Name} has the type {typeName}; read are "
            + $"{string.Join(", ", SafeTensorsType.All.Select(known => known.Name))}. Convert it to float32.");
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToImmutableArray();
        var offsets = property.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw new SafeTensorsException(path, $"tensor {property.Name} has {offsets.GetArrayLength()} data offsets, expected 2.");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        var bytes = shape.Aggregate((long)type.BytesPerElement,
            (product, size) => checked(product * (size >= 0 ? size : throw new FormatException($"{property.Name} has a negative size"))));
        if (end - start != bytes)
            throw new SafeTensorsException(
                path, $"tensor {property.Name} of shape [{string.Join(", ", shape)}] needs {bytes} bytes, its offsets {start}..{end} hold {end - start}.");
        return new(property.Name, type, shape, start, end);
    }

    private static void CheckPlaces(string path, List<SafeTensorsFile.Entry> entries, long dataBytes)
    {
        var expected = 0L;
        foreach (var entry in entries)
        {
            if (entry.Start != expected)
                throw new SafeTensorsException(path, $"tensor {entry.Name} begins at byte {entry.Start}, expected {expected}: tensors overlap or leave a gap.");
            expected = entry.End;
        }
        if (expected != dataBytes)
            throw new SafeTensorsException(path, $"its tensors need {expected} bytes and {dataBytes} are there. Is the file truncated?");
    }
}
