using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace AxSpa.Deploy.Tests.Kubernetes;

public sealed class RenderingTests
{
    public static TheoryData<string> Overlays => Overlay.Names;

    [Fact]
    public void There_is_an_overlay_for_one_pod_for_a_cluster_and_for_cards() =>
        Assert.Equal(["overlays/gpu", "overlays/production", "overlays/single"],
            Kustomization.Rendered.Where(name => name.StartsWith("overlays/", StringComparison.Ordinal)));

    [Fact]
    public void There_is_a_job_that_submits_a_run() =>
        Assert.Equal(["jobs/submit"], Kustomization.Rendered.Where(name => name.StartsWith("jobs/", StringComparison.Ordinal)));

    [Theory, MemberData(nameof(Overlays))]
    public void Every_object_is_one_that_Kubernetes_knows_field_by_field(string name) => Assert.NotEmpty(Overlay.Of(name).Rendered);

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"x"},"spec":{"clusterip":"None"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"a","env":[{"name":"A","value":1}]}]}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"terminationGracePeriodSeconds":"long"}}""")]
    [InlineData("""{"apiVersion":"v2","kind":"Pod","metadata":{"name":"x"}}""")]
    public void What_it_does_not_know_is_refused(string json) =>
        Assert.NotNull(Record.Exception(() => Overlay.Typed(JsonNode.Parse(json)!.AsObject())));

    [Theory, MemberData(nameof(Overlays))]
    public void No_two_objects_have_the_same_kind_and_name(string name) =>
        Assert.All(Overlay.Of(name).Rendered.CountBy(Key), resource => Assert.Equal(1, resource.Value));

    [Theory, MemberData(nameof(Overlays))]
    public void Kubectl_renders_the_same(string name)
    {
        var rendered = Kubectl(name);
        if (rendered is null)
            Assert.Skip("needs kubectl in PATH; without it the manifests were rendered by these tests alone");
        var theirs = YamlValues.Read(rendered).Select(document => document.AsObject()).ToDictionary(Key);
        var ours = Overlay.Of(name).Rendered.ToDictionary(Key);
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        Assert.All(ours, resource => Assert.True(JsonNode.DeepEquals(resource.Value, theirs[resource.Key]),
            $"{resource.Key}:\n{resource.Value.ToJsonString()}\nkubectl:\n{theirs[resource.Key].ToJsonString()}"));
    }

    private static string Key(JsonObject resource) => $"{(string)resource["kind"]!}/{(string)resource["metadata"]!["name"]!}";

    private static string? Kubectl(string name)
    {
        try
        {
            using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Repository.PathOf($"{Kustomization.Root}/{name}")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (output, errors) = (kubectl.StandardOutput.ReadToEndAsync(), kubectl.StandardError.ReadToEndAsync());
            kubectl.WaitForExit();
            Assert.True(kubectl.ExitCode == 0, errors.Result);
            return output.Result;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
