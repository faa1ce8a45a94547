using System.Text.RegularExpressions;
using AxSpa.Pipeline.Access;
using k8s.Models;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>What every pod keeps to, and that what it leans on is there.</summary>
public sealed partial class PodTests
{
    /// <summary>Made by ops before, as docs/kubernetes.md says; each with its keys.</summary>
    private static readonly Dictionary<string, string[]> Secrets = new()
    {
        ["axspa-journal"] = ["url"],
        ["axspa-keys-seed"] = Keys,
        ["axspa-keys-coordinator"] = Keys,
        ["axspa-keys-gpunode"] = Keys,
        ["axspa-tokens"] = ["tokens.jsonl", "ops"],
        ["axspa-pbm"] = ["ca.crt", "token"],
    };

    private static string[] Keys => ["ca.crt", "tls.crt", "tls.key"];

    public static TheoryData<string> Overlays => Overlay.Names;

    [Theory, MemberData(nameof(Overlays))]
    public void No_pod_has_more_rights_than_it_needs(string overlay) => Assert.All(Overlay.Of(overlay).Workloads, workload =>
    {
        var (pod, container) = (workload.Pod.SecurityContext, workload.Container.SecurityContext);
        Assert.Equal((true, 10001, 10001, 10001, "RuntimeDefault"), (pod.RunAsNonRoot, pod.RunAsUser, pod.RunAsGroup, pod.FsGroup, pod.SeccompProfile.Type));
        Assert.Equal((true, false, null), (container.ReadOnlyRootFilesystem, container.AllowPrivilegeEscalation, container.Privileged));
        Assert.Equal(["ALL"], container.Capabilities.Drop);
        Assert.Equal((false, false), (workload.Pod.AutomountServiceAccountToken, workload.Pod.EnableServiceLinks));
        Assert.Contains(workload.Container.VolumeMounts, mount => mount.MountPath == "/tmp");
    });

    [Fact]
    public void The_user_of_the_pods_is_the_user_of_the_images() =>
        Assert.Equal("10001:10001", Docker.Dockerfile.Read().UserOf("seed"));

    [Theory, MemberData(nameof(Overlays))]
    public void Every_pod_says_what_it_needs_and_what_it_may_take(string overlay) => Assert.All(Overlay.Of(overlay).Workloads, workload =>
    {
        Assert.Equal(["cpu", "memory"], workload.Container.Resources.Requests.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("memory", workload.Container.Resources.Limits.Keys);
    });

    [Theory, MemberData(nameof(Overlays))]
    public void Every_volume_that_is_mounted_is_there_and_every_path_that_is_named_is_mounted(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var claims = rendered.All<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name).ToHashSet();
        Assert.All(rendered.Workloads, workload =>
        {
            var templates = rendered.All<V1StatefulSet>()
                .Where(set => set.Metadata.Name == workload.Name)
                .SelectMany(set => set.Spec.VolumeClaimTemplates ?? []);
            var volumes = (workload.Pod.Volumes ?? []).Select(volume => volume.Name).Concat(templates.Select(template => template.Metadata.Name)).ToHashSet();
            Assert.All(workload.Container.VolumeMounts, mount => Assert.Contains(mount.Name, volumes));
            Assert.All(workload.Pod.Volumes ?? [],
                volume => Assert.True(volume.PersistentVolumeClaim is null || claims.Contains(volume.PersistentVolumeClaim.ClaimName), volume.Name));
            Assert.All(workload.Pod.Volumes ?? [], volume => Assert.True(volume.Secret is null || Secrets.ContainsKey(volume.Secret.SecretName), volume.Name));
            var maps = rendered.All<V1ConfigMap>().Select(map => map.Metadata.Name).ToHashSet();
            Assert.All(workload.Pod.Volumes ?? [], volume => Assert.True(volume.ConfigMap is null || maps.Contains(volume.ConfigMap.Name), volume.Name));
            Assert.All((workload.Pod.Volumes ?? []).Where(volume => volume.Secret?.Items is not null), volume =>
                Assert.All(volume.Secret.Items, item => Assert.Contains(item.Key, Secrets[volume.Secret.SecretName])));
            if (workload.Option(DataRoots.Option) is { } data)
                Assert.Contains(workload.Container.VolumeMounts, mount => mount.MountPath == data && mount.ReadOnlyProperty is true);
            if (workload.Option("--tokens") is { } tokens)
                Assert.Contains(workload.Container.VolumeMounts, mount => mount.MountPath == Path.GetDirectoryName(tokens));
            if (workload.Option("--workspace") is { } path)
                Assert.Contains(workload.Container.VolumeMounts, mount => mount.MountPath == path && mount.ReadOnlyProperty is not true);
        });
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Every_secret_that_is_read_is_one_that_the_page_has_made(string overlay)
    {
        var made = MadeSecret().Matches(Repository.Read("docs/kubernetes.md").Replace("\\\n", " ", StringComparison.Ordinal))
            .ToDictionary(secret => secret.Groups[1].Value, secret => SecretKey().Matches(secret.Groups[2].Value).Select(key => key.Groups[1].Value).ToArray());
        var workloads = Overlay.Of(overlay).Workloads.ToList();
        Assert.All(workloads.SelectMany(workload => workload.Container.Env ?? [])
            .Select(variable => variable.ValueFrom?.SecretKeyRef)
            .OfType<V1SecretKeySelector>(),
            read => Assert.Contains(read.Key, Secrets[read.Name]));
        Assert.All(Mounted(workloads), secret => Assert.Equal(Secrets[secret], made[secret]));
    }

    private static IEnumerable<string> Mounted(IEnumerable<Workload> workloads) =>
        workloads.SelectMany(workload => workload.Pod.Volumes ?? []).Select(volume => volume.Secret?.SecretName).OfType<string>();

    [Theory, MemberData(nameof(Overlays))]
    public void A_member_has_the_keys_of_its_own_role_where_it_looks_for_them(string overlay) => Assert.All(
        Overlay.Of(overlay).Workloads.Where(workload => workload.Option("--seeds") is not null), member =>
        {
            var mount = member.Container.VolumeMounts.Single(mount => mount.MountPath == member.Option("--tls"));
            var secret = member.Pod.Volumes.Single(volume => volume.Name == mount.Name).Secret;
            Assert.Equal(($"axspa-keys-{member.Target.Split('-')[0]}", 0x120, true), (secret.SecretName, secret.DefaultMode, mount.ReadOnlyProperty));
            // The program reads what is in such a secret, and its certificate names such a host.
            using var keys = new MountedKeys(member);
            Assert.Null(keys.Refusal);
        });

    [Theory, MemberData(nameof(Overlays))]
    public void What_runs_may_read_is_said_wherever_their_files_are_read(string overlay) => Assert.All(
        Overlay.Of(overlay).Workloads.Where(workload => workload.Option("--workspace") is not null),
        workload => Assert.Equal("/data", workload.Option(DataRoots.Option)));

    /// <summary>A volume is its pod's group's, of which the kubelet says that it may write there: so is what is made on it.</summary>
    [Theory, MemberData(nameof(Overlays))]
    public void A_workspace_on_a_volume_is_kept_for_the_group_of_its_pods(string overlay) => Assert.All(
        Overlay.Of(overlay).Workloads.Where(workload => workload.Option("--workspace") is not null), workload =>
        {
            Assert.NotNull(workload.Pod.SecurityContext.FsGroup);
            Assert.Contains(WorkspaceAccess.Option, workload.CommandLine);
        });

    [Theory, MemberData(nameof(Overlays))]
    public void Services_budgets_and_policies_mean_pods_that_there_are(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        var pods = rendered.Workloads.Select(workload => workload.Template.Metadata.Labels).ToList();
        var selectors = rendered.All<V1Service>().Select(service => service.Spec.Selector)
            .Concat(rendered.All<V1PodDisruptionBudget>().Select(budget => budget.Spec.Selector.MatchLabels))
            .Concat(rendered.All<V1NetworkPolicy>().Select(policy => policy.Spec.PodSelector.MatchLabels))
            .Concat(rendered.All<V1StatefulSet>().Select(set => set.Spec.Selector.MatchLabels));
        Assert.All(selectors, selector => Assert.Contains(pods, labels => selector.All(labels.Contains)));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Every_port_of_a_service_is_one_of_its_pods(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        Assert.All(rendered.All<V1Service>(), service => Assert.All(
            rendered.Workloads.Where(workload => service.Spec.Selector.All(workload.Template.Metadata.Labels.Contains)),
            workload => Assert.All(service.Spec.Ports, port =>
                Assert.Equal(port.Port, workload.Container.Ports.Single(named => named.Name == (string)port.TargetPort).ContainerPort))));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Where_several_pods_are_alike_only_one_may_go_at_a_time(string overlay)
    {
        var rendered = Overlay.Of(overlay);
        Assert.All(rendered.Workloads.Where(workload => workload is { Kind: "StatefulSet", Replicas: > 1 }), workload => Assert.Contains(
            rendered.All<V1PodDisruptionBudget>(),
            budget => (string)budget.Spec.MaxUnavailable == "1" && budget.Spec.Selector.MatchLabels.All(workload.Template.Metadata.Labels.Contains)));
    }

    [GeneratedRegex(@"create secret generic (\S+)((?:\s+--from-\S+)+)")]
    private static partial Regex MadeSecret();

    [GeneratedRegex(@"--from-(?:file|literal)=([\w.]+)=")]
    private static partial Regex SecretKey();
}
