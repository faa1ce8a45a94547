using System.Text.Json.Nodes;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>RFC 6902, as far as the overlays use it: add, replace, remove and test.</summary>
internal static class JsonPatch
{
    public static void Apply(JsonNode target, JsonArray operations)
    {
        foreach (var operation in operations.OfType<JsonObject>())
        {
            var (kind, path) = ((string)operation["op"]!, (string)operation["path"]!);
            var steps = path.Split('/').Skip(1).Select(step => step.Replace("~1", "/").Replace("~0", "~")).ToList();
            var parent = steps.SkipLast(1).Aggregate(target, (node, step) => Child(node, step) ?? throw Nothing(path));
            var last = steps[^1];
            var value = operation["value"];
            switch (kind)
            {
                case "test":
                    if (!JsonNode.DeepEquals(Child(parent, last), value))
                        throw new InvalidOperationException($"{path} is {Child(parent, last)?.ToJsonString()}, and should be {value?.ToJsonString()}.");
                    break;
                case "replace":
                    if (Child(parent, last) is null)
                        throw Nothing(path);
                    Set(parent, last, value!.DeepClone());
                    break;
                case "add" when parent is JsonArray list:
                    list.Insert(last == "-" ? list.Count : int.Parse(last, null), value!.DeepClone());
                    break;
                case "add":
                    Set(parent, last, value!.DeepClone());
                    break;
                case "remove":
                    if (Child(parent, last) is null)
                        throw Nothing(path);
                    if (parent is JsonArray array)
                        array.RemoveAt(int.Parse(last, null));
                    else
                        parent.AsObject().Remove(last);
                    break;
                default:
                    throw new InvalidOperationException($"The overlays of this repository use no operation '{kind}'.");
            }
        }
    }

    private static JsonNode? Child(JsonNode node, string step) => node is JsonArray list
        ? int.TryParse(step, out var at) && at < list.Count ? list[at] : null
        : node.AsObject().TryGetPropertyValue(step, out var child) ? child : null;

    private static void Set(JsonNode parent, string step, JsonNode value)
    {
        if (parent is JsonArray list)
            list[int.Parse(step, null)] = value;
        else
            parent.AsObject()[step] = value;
    }

    private static InvalidOperationException Nothing(string path) => new($"There is nothing at {path}.");
}
