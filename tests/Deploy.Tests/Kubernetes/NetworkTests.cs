using k8s.Models;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>Nothing gets in or out that is not named, and what the programs need is named.</summary>
public sealed class NetworkTests
{
    private static bool Means(V1NetworkPolicy policy, Workload workload) => policy.Spec.PodSelector.MatchLabels.All(workload.Template.Metadata.Labels.Contains);

    private static IEnumerable<int> PortsIn(Overlay overlay, Workload workload) => overlay.All<V1NetworkPolicy>().Where(policy => Means(policy, workload))
        .SelectMany(policy => policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports).Select(port => int.Parse((string)port.Port, null)).Distinct().Order();

    private static IEnumerable<int> PortsOut(Overlay overlay, Workload workload) => overlay.All<V1NetworkPolicy>().Where(policy => Means(policy, workload))
        .SelectMany(policy => policy.Spec.Egress ?? []).SelectMany(rule => rule.Ports).Select(port => int.Parse((string)port.Port, null)).Distinct().Order();

    public static TheoryData<string> Overlays => Overlay.Names;

    [Theory, MemberData(nameof(Overlays))]
    public void Every_pod_is_under_a_policy_for_both_directions(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        Assert.All(rendered.Workloads, workload => Assert.Contains(
            rendered.All<V1NetworkPolicy>(),
            policy => Means(policy, workload) && policy.Spec.PolicyTypes.Order(StringComparer.Ordinal).SequenceEqual(["Egress", "Ingress"])));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void No_rule_lets_everybody_in(string overlay) => Assert.All(
        Overlay.Of(overlay).All<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Ingress ?? []),
        rule => Assert.True(rule is { FromProperty.Count: > 0, Ports.Count: > 0 }));

    [Theory]
    [InlineData("axspa-seed", "4053 9110 9180", "53 4053")]
    [InlineData("axspa-coordinator", "4053 9180", "53 4053 4318 5432")]
    [InlineData("axspa-gpunode", "4053 9180", "53 4053")]
    public void A_member_is_reached_and_reaches_at_these_ports_alone(string member, string inwards, string outwards)
    {
        var production = Overlay.Of("overlays/production");
        var workload = production.Workloads.Single(workload => workload.Name == member);
        Assert.Equal((inwards, outwards), (string.Join(' ', PortsIn(production, workload)), string.Join(' ', PortsOut(production, workload))));
        Assert.All(workload.Container.Ports, port => Assert.Contains(port.ContainerPort, PortsIn(production, workload)));
    }
}
