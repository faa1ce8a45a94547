using System.Collections.Immutable;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>What an overlay renders to, in the typed models of Kubernetes.</summary>
internal sealed class Overlay
{
    private readonly ImmutableArray<object> _objects;

    private Overlay(string name, IReadOnlyList<JsonObject> rendered) =>
        (Name, Rendered, _objects) = (name, rendered, [.. rendered.Select(Typed)]);

    public static TheoryData<string> Names => [.. Kustomization.Rendered];

    public string Name { get; }

    public IReadOnlyList<JsonObject> Rendered { get; }

    public static Overlay Of(string name) => new(name, Kustomization.Render(name));

    public IEnumerable<T> All<T>() => _objects.OfType<T>();

    public IEnumerable<Workload> Workloads =>
        All<V1StatefulSet>().Select(set => new Workload(set.Metadata.Name, set.Kind, set.Spec.Replicas ?? 1, set.Spec.Template))
            .Concat(All<V1Job>().Select(job => new Workload(job.Metadata.Name, job.Kind, 1, job.Spec.Template)));

    /// <summary>Fields that the model does not know, and values of another type, are refused.</summary>
    public static object Typed(JsonObject rendered)
    {
        var typed = KubernetesYaml.LoadAllFromString(YamlValues.Write(rendered), null, strict: true).Single();
        // The reader is generous where the API server is not (a number where a text is wanted): what the model gives back must be what was written.
        var back = JsonNode.Parse(KubernetesJson.Serialize(typed))!;
        if (Difference(rendered, back, "") is { } difference)
            throw new InvalidOperationException($"{(string?)rendered["kind"]} {(string?)rendered["metadata"]?["name"]}: {difference}");
        return typed;
    }

    private static string? Difference(JsonNode? written, JsonNode? back, string path) => (written, back) switch
    {
        (JsonObject map, JsonObject other) =>
            map.Select(pair => Difference(pair.Value, other[pair.Key], $"{path}/{pair.Key}")).FirstOrDefault(found => found is not null),
        (JsonArray list, JsonArray other) when list.Count == other.Count =>
            list.Select((item, at) => Difference(item, other[at], $"{path}/{at}")).FirstOrDefault(found => found is not null),
        // A list that is empty is not given back.
        (JsonArray { Count: 0 }, null) => null,
        _ =>
            JsonNode.DeepEquals(written, back)
                ? null
                : $"{path} is written as {written?.ToJsonString()}, and Kubernetes reads {back?.ToJsonString() ?? "nothing"}",
    };
}
