using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AxSpa.Deploy.Tests;

/// <summary>
/// YAML as the values of JSON, by the rules of YAML 1.2: what is quoted is a text, and of what is not, only true, false, null and numbers are none.
/// </summary>
internal static class YamlValues
{
    /// <returns>One value for each document.</returns>
    public static List<JsonNode> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Of(document.RootNode)).OfType<JsonNode>()];
    }

    /// <summary>The inverse, in block style, with every text quoted.</summary>
    public static string Write(JsonNode value)
    {
        using var writer = new StringWriter();
        new YamlStream(new YamlDocument(Of(value))).Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    private static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Of(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Of)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or null } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } truth => JsonValue.Create(truth.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } plain
            when long.TryParse(plain.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when double.TryParse(plain.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => throw new InvalidOperationException($"{node.GetType().Name} at {node.Start} has no value in JSON."),
    };

    private static YamlNode Of(JsonNode? value) => value switch
    {
        JsonObject map => new YamlMappingNode(map.Select(pair => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(pair.Key), Of(pair.Value)))),
        JsonArray list => new YamlSequenceNode(list.Select(Of)),
        null => new YamlScalarNode("null"),
        _ =>
            new YamlScalarNode(value.ToString())
            {
                Style = value.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? ScalarStyle.DoubleQuoted
                : ScalarStyle.Plain
            },
    };
}
