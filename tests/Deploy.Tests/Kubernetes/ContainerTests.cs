using System.Xml.Linq;
using AxSpa.Deploy.Tests.Docker;
using AxSpa.Hosting.Journals;
using AxSpa.Monitoring;
using AxSpa.Pbm;
using AxSpa.Standalone.Commands;
using k8s.Models;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>What the manifests say to the programs is what these understand.</summary>
public sealed class ContainerTests
{
    /// <summary>Read by the program itself, or by a library of it.</summary>
    private static readonly string[] KnownVariables = ["POD_NAME", Journal.EnvironmentVariable, "OTEL_EXPORTER_OTLP_ENDPOINT", PbmAccess.TokenVariable,
        PbmAccess.RootsVariable];

    public static TheoryData<string> Overlays => Overlay.Names;

    /// <summary>The base too: an overlay may write over what is wrong in it.</summary>
    public static TheoryData<string> OverlaysAndBase => [.. Kustomization.Rendered, "base"];

    private static IEnumerable<Workload> Members(string overlay) => Overlay.Of(overlay).Workloads.Where(workload => workload.Kind == "StatefulSet");

    [Theory, MemberData(nameof(OverlaysAndBase))]
    public void Every_image_is_a_target_of_the_Dockerfile_in_this_version(string overlay)
    {
        var version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.All(Overlay.Of(overlay).Workloads, workload =>
        {
            Assert.Contains(workload.Target, Dockerfile.Read().Roles);
            Assert.Equal(version, Kustomization.Split(workload.Container.Image).Tag);
            Assert.Null(workload.Container.Command); // The role is the image's.
        });
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Every_argument_is_understood(string overlay) => Assert.All(Members(overlay), member =>
    {
        Assert.Equal(Dockerfile.Axspa, member.CommandLine[0]);
        Assert.Empty(AxspaCommand.Create().Parse([.. member.CommandLine.Skip(1)]).Errors);
        Assert.DoesNotContain(member.CommandLine, argument => argument.Contains("$(", StringComparison.Ordinal));
    });

    [Theory, MemberData(nameof(Overlays))]
    public void Every_environment_variable_is_read_by_somebody(string overlay) => Assert.All(
        Overlay.Of(overlay).Workloads.SelectMany(workload => workload.Container.Env ?? []), variable => Assert.Contains(variable.Name, KnownVariables));

    [Theory, MemberData(nameof(Overlays))]
    public void Every_probe_asks_what_is_served_where_it_is_served(string overlay) => Assert.All(Members(overlay), member =>
    {
        var (container, http) = (member.Container, member.Container.Ports.Single(port => port.Name == "http"));
        Assert.Equal(member.Option("--http-port"), $"{http.ContainerPort}");
        Assert.Equal("0.0.0.0", member.Option("--http-host")); // The machine's kubelet asks at the pod's address.
        Assert.Equal((MonitoringServer.Live, MonitoringServer.Live, MonitoringServer.Ready),
            (container.StartupProbe.HttpGet.Path, container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path));
        Assert.All([container.StartupProbe, container.LivenessProbe, container.ReadinessProbe], probe => Assert.Equal("http", (string)probe.HttpGet.Port));
    });

    [Theory, MemberData(nameof(Overlays))]
    public void A_member_of_a_cluster_is_found_at_the_name_and_port_that_it_says(string overlay)
    {
        var (rendered, members) = (Overlay.Of(overlay), Members(overlay).Where(member => member.Option("--seeds") is not null).ToList());
        Assert.All(members, member =>
        {
            var service = rendered.All<V1Service>().Single(service => service.Metadata.Name == member.Name);
            Assert.Equal($"{member.Name}-0.{service.Metadata.Name}", member.Option("--host"));
            Assert.Equal("0.0.0.0", member.Option("--bind"));
            Assert.Equal(member.Option("--port"), $"{member.Container.Ports.Single(port => port.Name == "cluster").ContainerPort}");
        });
        if (members.Count == 0)
            return;
        var seeds = members.Single(member => member.Target == "seed");
        var listed = Enumerable.Range(0, seeds.Replicas).Select(index => $"{seeds.Name}-{index}.{seeds.Name}:{seeds.Option("--port")}");
        Assert.All(members, member => Assert.Equal(string.Join(',', listed), member.Option("--seeds")));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Seeds_can_be_found_before_they_are_ready_and_start_together(string overlay) => Assert.All(
        Overlay.Of(overlay).All<V1StatefulSet>().Where(set => set.Metadata.Name == "axspa-seed"), seeds =>
        {
            Assert.Equal((3, "Parallel"), (seeds.Spec.Replicas, seeds.Spec.PodManagementPolicy));
            var service = Overlay.Of(overlay).All<V1Service>().Single(service => service.Metadata.Name == seeds.Spec.ServiceName);
            Assert.Equal(("None", true), (service.Spec.ClusterIP, service.Spec.PublishNotReadyAddresses));
        });

    [Fact]
    public void A_node_of_the_overlay_gpu_asks_for_the_cards_that_it_computes_on()
    {
        var node = Overlay.Of("overlays/gpu").Workloads.Single(workload => workload.Name == "axspa-gpunode");
        Assert.Equal("gpunode-cuda", node.Target);
        Assert.Equal(node.Option("--slots")!.Split(',').Length, node.Container.Resources.Limits["nvidia.com/gpu"].ToInt32());
        Assert.StartsWith("cuda:", node.Option("--slots"));
        Assert.Contains(node.Pod.Tolerations, toleration => toleration is { Key: "nvidia.com/gpu", OperatorProperty: "Exists", Effect: "NoSchedule" });
    }
}
