using System.Collections.Immutable;
using k8s.Models;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>What runs pods, a StatefulSet or a Job, with its one container.</summary>
internal sealed record Workload(string Name, string Kind, int Replicas, V1PodTemplateSpec Template)
{
    public override string ToString() => $"{Kind} {Name}";

    public V1PodSpec Pod => Template.Spec;

    public V1Container Container => Pod.Containers.Single();

    /// <summary>The target of the Dockerfile that its image is built from: registry/axspa/TARGET:TAG.</summary>
    public string Target => Kustomization.Split(Container.Image).Name.Split('/')[^1];

    /// <summary>What stands in the Dockerfile, then what stands in the manifest, with the names of one pod put in.</summary>
    public ImmutableArray<string> CommandLine =>
        [.. Docker.Dockerfile.Read().EntryPointOf(Target),
            .. (Container.Args ?? []).Select(argument => argument.Replace("$(POD_NAME)", $"{Name}-0", StringComparison.Ordinal))];

    public string? Option(string name) =>
        CommandLine.FirstOrDefault(argument => argument.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
