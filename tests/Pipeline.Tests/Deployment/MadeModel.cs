using System.Collections.Immutable;
using System.Text;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Tests.Deployment;

/// <summary>A frozen model whose files are made of a few bytes each: what matters to a bundle is that they come back.</summary>
internal static class MadeModel
{
    public static RunModel Of(params ModelFile[] files) => new(
        new Provenance(
            "Research use only, not a medical device.", "20261123-184500-a1b2", "key", "split", DateTimeOffset.UnixEpoch, "host", "Linux", "avx2 torch 2",
            "cpu", 1,
            new Dictionary<string, string> { ["Torch"] = "2.10.0" }.ToImmutableSortedDictionary(), [], []),
        new RunSpecification { Name = "made", Cohort = new CohortOptions { Clinical = "/data/clinical.csv", Label = new LabelOptions("label", []) } },
        [.. files]);

    public static RunModel Usual => Of(
        Text("run.yaml", "name: made\n"), Text("fit.json", "{}"), Text("folds/mri-0/weights.safetensors", new string('w', 5000)),
        Text("columns.json", "[1, 2, 3]"));

    public static ModelFile Text(string name, string content) => ModelFile.Of(name, Encoding.UTF8.GetBytes(content));
}
