using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Synthetic;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Specification;

public sealed class SampleTests
{
    public static TheoryData<string> Samples => [.. Directory.GetFiles(Repository("samples"), "*.yaml").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_is_a_specification(string name)
    {
        var run = RunYaml.Read(Path.Combine(Repository("samples"), name));
        Assert.Equal(Path.GetFileNameWithoutExtension(name), run.Name);
    }

    [Fact]
    public void There_are_samples_for_seconds_for_the_demo_and_for_real_data() =>
        Assert.Superset(
            new HashSet<string> { "tiny.yaml", "demo.yaml", "rheumatic.yaml", "rheumatic-without-hla-b27.yaml", "adrenal.yaml" },
            Directory.GetFiles(Repository("samples"), "*.yaml").Select(path => Path.GetFileName(path)).ToHashSet());

    [Fact]
    public void The_page_on_run_yaml_explains_every_key()
    {
        var sections = File.ReadAllText(Path.Combine(Repository("docs"), "run-yaml.md")).Split("\n## ");
        foreach (var (section, keys) in RunYamlKeys.BySection)
        {
            // cohort.mri and mri.input stand in the table of their parent as `mri.folder` and `input.size`.
            var (parent, prefix) = section.Split('.') is [var first, var second] ? (first, second + ".") : (section, "");
            var page = sections.Single(text => text.StartsWith(parent == RunYamlKeys.Top ? "Top\n" : $"`{parent}`\n", StringComparison.Ordinal));
            foreach (var key in keys.Where(key => !RunYamlKeys.BySection.ContainsKey($"{section}.{key}") || section == RunYamlKeys.Top))
                Assert.Contains($"\n| `{prefix}{key}` |", page);
        }
    }

    [Fact]
    public void The_tiny_cohort_is_prepared_with_every_scan()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Repository("samples"), "tiny.yaml"), folder["tiny.yaml"]);
        SyntheticCohort.Generate(folder["tiny"], 60, randomSeed: 42);
        var spec = RunYaml.Read(folder["tiny.yaml"]);
        var steps = new List<(int Done, int Of)>();
        var cohort = CohortPreparation.Prepare(spec, folder["workspace"], folder["attempt"], _ => { }, (done, of) => steps.Add((done, of)), DataRoots.Anywhere);

        var scans = Directory.GetFiles(folder["tiny/mri"]).Length;
        Assert.Equal(60, cohort.Patients.Length);
        Assert.Equal(24, cohort.Patients.Count(patient => patient.IsCase));
        Assert.Equal(scans, cohort.Scans.Length);
        Assert.Equal((scans, scans), steps[^1]);
        Assert.Equal(Enumerable.Range(1, scans), steps.Select(step => step.Done));
        Assert.All(cohort.Scans, scan => Assert.Equal(16 * 16 * 8 * sizeof(float), new FileInfo(folder["workspace/" + scan.Volume]).Length));
        Assert.DoesNotContain(cohort.Columns, column => column.Name == "label");
        Assert.Null(InputFiles.Verify(folder["attempt"]));
    }

    private static string Repository(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "AxSpa.Cluster.sln"))) return Path.Combine(at.FullName, folder);
        throw new DirectoryNotFoundException($"{folder} is not above {AppContext.BaseDirectory}.");
    }
}
