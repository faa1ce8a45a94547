using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;

namespace AxSpa.Coordinator.Tests.Lying;

/// <summary>What an honest node would say, with something in it changed: as bytes on the wire, read as the coordinator's process reads them. Seeded.</summary>
internal sealed class NodeLies(int seed, params IReadOnlyList<string> places)
{
    private readonly Random _random = new(seed);

    /// <returns>Null: it cannot even be read, and ends where messages are read.</returns>
    public IWireMessage? Changed(NodeProtocol.INodeWord honest)
    {
        var json = WireManifests.Of(honest.GetType()).Json;
        var tree = JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(honest, json))!;
        for (var changes = 1 + _random.Next(2); changes > 0; changes--)
            tree = Change(tree);
        try
        {
            return (IWireMessage?)JsonSerializer.Deserialize(tree.ToJsonString(), json);
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or NotSupportedException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private JsonNode Change(JsonNode tree)
    {
        var all = Below(tree).ToList();
        if (all.Count == 0)
            return tree;
        var at = all[_random.Next(all.Count)];
        switch (_random.Next(4))
        {
            case 0 when at.Parent is JsonObject named:
                named.Remove(at.GetPropertyName());
                break;
            case 1 when at.Parent is JsonArray list:
                list.Add(all[_random.Next(all.Count)].DeepClone());
                break;
            case 2:
                at.ReplaceWith(all[_random.Next(all.Count)].DeepClone());
                break;
            default:
                at.ReplaceWith(Lie());
                break;
        }
        return tree;
    }

    private JsonNode? Lie() => _random.Next(9) switch
    {
        0 => null,
        1 => JsonValue.Create(_random.Next(2) == 0 ? -1 : int.MaxValue),
        2 => JsonValue.Create(long.MinValue),
        3 => JsonValue.Create(double.MaxValue),
        4 => JsonValue.Create(new string('x', 1 << _random.Next(16))),
        5 => JsonValue.Create("\u202E\0\n\u001b[2J"),
        6 => new JsonArray([.. Enumerable.Range(0, _random.Next(2_000)).Select(number => (JsonNode)number)]),
        7 => new JsonObject { ["Value"] = _random.Next(10).ToString(CultureInfo.InvariantCulture) },
        _ => JsonValue.Create(places[_random.Next(places.Count)]),
    };

    private static IEnumerable<JsonNode> Below(JsonNode node) => node switch
    {
        JsonObject named => named.Select(member => member.Value).OfType<JsonNode>().SelectMany(value => Below(value).Prepend(value)),
        JsonArray list => list.OfType<JsonNode>().SelectMany(value => Below(value).Prepend(value)),
        _ => [],
    };
}
