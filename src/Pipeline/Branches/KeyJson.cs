using System.Text.Json;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Branches;

/// <summary>Keys as JSON has always had them: with a capital first, and read whatever the case.</summary>
internal static class KeyJson
{
    public static string? Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()!.ToLowerInvariant() : null;

    public static void Write(Utf8JsonWriter writer, string key) => writer.WriteStringValue(key.Capitalized());
}
