using AxSpa.Commands.Access;
using AxSpa.Deploy.Tests.Docker;
using AxSpa.Pbm;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Keys;
using AxSpa.Shared.Pbm;
using k8s.Models;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

/// <summary>The Job that submits a run fits the cluster it is for: what it says is understood, what it reaches is there, what it shows is accepted.</summary>
public sealed class SubmitJobTests
{
    private readonly Overlay _job = Overlay.Of("jobs/submit"), _cluster = Overlay.Of("overlays/production");

    private Workload Pbm => _job.Workloads.Single();

    private Workload Member(string target) => _cluster.Workloads.Single(workload => workload.Target == target);

    private CommandLine Line => CommandLine.Read([.. Pbm.CommandLine.Skip(1)]);

    [Fact]
    public void It_is_the_command_that_submits_a_run_and_waits_for_it()
    {
        Assert.Equal(Dockerfile.Read().EntryPointOf("pbm")[0], Pbm.CommandLine[0]);
        var (command, file) = LocalFileCommands.Find(Line.Words[0], Line.Words[1])!.Value;
        var given = GivenArguments.Read(command, [.. Line.Words.Skip(2)]);
        Assert.Equal(LocalFileCommands.RunSubmit, command);
        Assert.True(given.Has("--wait"));
        var mount = Pbm.Container.VolumeMounts.Single(mount => mount.MountPath == Path.GetDirectoryName(given.Argument(file)));
        var map = Pbm.Pod.Volumes.Single(volume => volume.Name == mount.Name).ConfigMap.Name;
        Assert.Contains(Path.GetFileName(given.Argument(file)), _job.All<V1ConfigMap>().Single(there => there.Metadata.Name == map).Data.Keys);
    }

    [Fact]
    public void It_asks_a_seed_at_a_port_that_its_service_has_by_a_name_that_its_certificate_has()
    {
        var seed = Member("seed");
        var service = _cluster.All<V1Service>().Single(service => service.Metadata.Name == Line.Address.Host);
        Assert.True(service.Spec.Selector.All(seed.Template.Metadata.Labels.Contains));
        Assert.Contains(service.Spec.Ports, port => port.Port == Line.Address.Port);
        Assert.Equal(seed.Option("--pbm-port"), $"{Line.Address.Port}");
        using var keys = new MountedKeys(seed);
        Assert.Null(TrustedRoots.NameObjection(keys.Certificate, Line.Address.Host));
        Assert.Null(TrustedRoots.NameObjection(keys.Certificate, PbmAddress.Default.Host)); // inside the pod
    }

    [Fact]
    public void Seeds_answer_other_pods_with_TLS_and_for_tokens_only()
    {
        var seed = Member("seed");
        Assert.Equal("0.0.0.0", seed.Option("--pbm-host"));
        var access = new CommandAccess { Host = seed.Option("--pbm-host")!, Audit = AuditLog.Nowhere };
        Assert.Throws<RefusedInputException>(access.Checked); // without what the manifest gives it
        Assert.NotNull(seed.Option("--tls"));
        Assert.NotNull(seed.Option("--tokens"));
    }

    [Fact]
    public void The_network_lets_it_to_the_seeds_and_to_nothing_else()
    {
        var labels = Pbm.Template.Metadata.Labels;
        var seed = Member("seed");
        Assert.Contains(_cluster.All<V1NetworkPolicy>()
            .Where(policy => policy.Spec.PodSelector.MatchLabels.All(seed.Template.Metadata.Labels.Contains))
            .SelectMany(policy => policy.Spec.Ingress ?? []),
            rule =>
                rule.Ports.Any(port => (string)port.Port == $"{Line.Address.Port}")
                    && rule.FromProperty.Any(from => from.PodSelector?.MatchLabels.All(labels.Contains) is true));
        var outwards = _job.All<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Egress ?? []).ToList();
        Assert.Equal(["53", "53", $"{Line.Address.Port}"],
            outwards.SelectMany(rule => rule.Ports).Select(port => (string)port.Port).Order(StringComparer.Ordinal));
        Assert.Contains(outwards,
            rule =>
                rule.Ports.Any(port => (string)port.Port == $"{Line.Address.Port}")
                    && rule.To.Single().PodSelector.MatchLabels.All(seed.Template.Metadata.Labels.Contains));
        Assert.All(_job.All<V1NetworkPolicy>(), policy => Assert.Empty(policy.Spec.Ingress ?? []));
    }

    [Fact]
    public void Its_run_reads_only_what_the_cluster_lets_runs_read()
    {
        var run = RunYaml.Parse(_job.All<V1ConfigMap>().Single().Data.Values.Single(), "run.yaml", "/run/axspa");
        string[] paths = [run.Cohort.Clinical, run.Cohort.Mri!.Folder];
        Assert.All((Workload[])[Member("coordinator"), Member("gpunode")], member =>
            Assert.All(paths, path => Assert.StartsWith($"{member.Option(DataRoots.Option)}/", path)));
    }

    [Fact]
    public void What_another_try_would_not_help_ends_it()
    {
        var job = _job.All<V1Job>().Single();
        Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy); // else its policy for failures is not allowed
        var rule = job.Spec.PodFailurePolicy.Rules.Single(rule => rule.Action == "FailJob");
        Assert.Equal([ExitCode.RunFailed, ExitCode.Refused, ExitCode.NotAllowed], rule.OnExitCodes.Values);
        Assert.InRange(job.Spec.BackoffLimit!.Value, 1, 100); // a seed that restarts is asked again
    }
}
