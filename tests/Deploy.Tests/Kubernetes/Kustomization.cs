using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>
/// Renders the part of kustomize that deploy/k8s uses (resources, namespace, images, patches by JSON Patch, config maps of files), so that the manifests are
/// looked at on every machine. Where kubectl is there, a test compares the two.
/// </summary>
internal static class Kustomization
{
    public const string Root = "deploy/k8s";

    private static readonly string[] Known = ["apiVersion", "kind", "resources", "namespace", "images", "patches", "configMapGenerator"];

    /// <summary>The folders below <see cref="Root"/> that somebody may give to kubectl: every overlay, and every job.</summary>
    public static IEnumerable<string> Rendered => new[] { "overlays", "jobs" }
        .SelectMany(kind => Directory.GetDirectories(Repository.PathOf($"{Root}/{kind}")).Select(folder => $"{kind}/{Path.GetFileName(folder)}"))
        .Order(StringComparer.Ordinal);

    public static List<JsonObject> Render(string folder)
    {
        var kustomization = YamlValues.Read(Repository.Read($"{Root}/{folder}/kustomization.yaml")).Single().AsObject();
        if (kustomization.Select(pair => pair.Key).Except(Known).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException($"{folder}/kustomization.yaml: '{unknown}' is not rendered here.");
        var objects = kustomization["resources"]!.AsArray().SelectMany(resource => Resource(Below(folder, (string)resource!))).ToList();
        objects.AddRange((kustomization["configMapGenerator"]?.AsArray().OfType<JsonObject>() ?? []).Select(made => ConfigMap(folder, made)));
        foreach (var patch in kustomization["patches"]?.AsArray().OfType<JsonObject>() ?? [])
            Patch(objects, patch);
        if ((string?)kustomization["namespace"] is { } space)
            foreach (var resource in objects.Where(resource => (string)resource["kind"]! != "Namespace"))
                resource["metadata"]!["namespace"] = space;
        foreach (var image in kustomization["images"]?.AsArray().OfType<JsonObject>() ?? [])
            foreach (var container in objects.SelectMany(Containers))
                Rename(container, image);
        return objects;
    }

    /// <summary>The containers of a workload; none of anything else.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject resource) => resource["spec"]?["template"]?["spec"] is { } pod
        ? new[] { "initContainers", "containers" }.SelectMany(list => pod[list]?.AsArray().OfType<JsonObject>() ?? [])
        : [];

    private static List<JsonObject> Resource(string path) => Directory.Exists(Repository.PathOf($"{Root}/{path}"))
        ? Render(path)
        : [.. YamlValues.Read(Repository.Read($"{Root}/{path}")).Select(document => document.AsObject())];

    /// <summary>Without a hash in its name, or the names in what mounts it would have to be changed as well.</summary>
    private static JsonObject ConfigMap(string folder, JsonObject made)
    {
        if (made.Select(pair => pair.Key).Except(["name", "files", "options"]).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException($"{folder}/kustomization.yaml: '{unknown}' of a config map is not rendered here.");
        if ((bool?)made["options"]?["disableNameSuffixHash"] is not true)
            throw new InvalidOperationException($"{folder}/kustomization.yaml: {(string)made["name"]!} needs disableNameSuffixHash: true.");
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = (string)made["name"]!, ["labels"] = made["options"]!["labels"]?.DeepClone() },
            ["data"] = new JsonObject(made["files"]!.AsArray()
                .Select(file => KeyValuePair.Create((string)file!, (JsonNode?)Repository.Read($"{Root}/{folder}/{(string)file!}")))),
        };
    }

    private static string Below(string folder, string relative) =>
        Path.GetRelativePath(Repository.PathOf(Root), Path.GetFullPath(Path.Combine(Repository.PathOf($"{Root}/{folder}"), relative)));

    private static void Patch(List<JsonObject> objects, JsonObject patch)
    {
        var target = patch["target"]!;
        var targets = objects.Where(resource => (string)resource["kind"]! == (string)target["kind"]!
            && Regex.IsMatch((string)resource["metadata"]!["name"]!, $"^(?:{(string)target["name"]!})$")).ToList();
        if (targets.Count == 0)
            throw new InvalidOperationException($"The patch for {target.ToJsonString()} meets nothing.");
        foreach (var resource in targets)
            JsonPatch.Apply(resource, YamlValues.Read((string)patch["patch"]!).Single().AsArray());
    }

    private static void Rename(JsonObject container, JsonObject image)
    {
        var (name, tag) = Split((string)container["image"]!);
        if (name == (string)image["name"]!)
            container["image"] = $"{(string?)image["newName"] ?? name}:{(string?)image["newTag"] ?? tag}";
    }

    public static (string Name, string Tag) Split(string image) => image.LastIndexOf(':') is > 0 and var colon && !image[colon..].Contains('/')
        ? (image[..colon], image[(colon + 1)..])
        : (image, "latest");
}
