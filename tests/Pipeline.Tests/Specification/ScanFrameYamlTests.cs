using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Specification;

public sealed class ScanFrameYamlTests
{
    private const string Least = "cohort: { clinical: c.csv, label: { column: label }, mri: { folder: mri } }\n";

    [Theory]
    [InlineData("mri: {}", ScanFrame.Acquisition)]
    [InlineData("mri: { input: { size: [64, 64, 16] } }", ScanFrame.Acquisition)]
    [InlineData("mri: { input: { frame: acquisition } }", ScanFrame.Acquisition)]
    [InlineData("mri: { input: { frame: ras } }", ScanFrame.Ras)]
    [InlineData("mri: {}\nrules: 1", ScanFrame.Ras)]
    [InlineData("mri: { input: { frame: ras } }\nrules: 1", ScanFrame.Ras)]
    [InlineData("mri: { input: { frame: acquisition } }\nrules: 1", ScanFrame.Acquisition)]
    public void The_frame_is_that_of_the_rules_where_none_is_named_and_the_text_names_only_another(string yaml, ScanFrame frame)
    {
        var run = Read(yaml);
        Assert.Equal(frame, run.Mri!.Input.Frame);
        var written = RunYaml.Write(run);
        Assert.Equal(frame != InputGeometry.FrameUnder(run.Rules), written.Contains("frame", StringComparison.Ordinal));
        Assert.Equivalent(run, RunYaml.ParseAccepted(written, "run.yaml", "/"), strict: true);
    }

    [Fact]
    public void An_accepted_run_and_a_bundle_that_name_no_frame_stay_in_RAS() =>
        Assert.Equal(ScanFrame.Ras, RunYaml.ParseAccepted(Least + "mri: {}", "run.yaml", "/home/x").Mri!.Input.Frame);

    [Fact]
    public void The_frame_is_part_of_the_runs_key()
    {
        var keys = new[] { "mri: {}", "mri: { input: { frame: acquisition } }", "mri: { input: { frame: ras } }", "mri: {}\nrules: 1" }.Select(
            yaml => RunKey.Of(Read(yaml)))
            .ToList();
        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(3, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("RAS", "'mri.input.frame' is 'RAS', but must be one of acquisition, ras")]
    [InlineData("acquisiton", "Did you mean 'acquisition'?")]
    public void Another_frame_is_refused(string frame, string message) =>
        Assert.Contains(message, Assert.Throws<SpecificationException>(() => Read($"mri: {{ input: {{ frame: {frame} }} }}")).Message);

    private static RunSpecification Read(string yaml) => RunYaml.Parse(Least + yaml, "run.yaml", "/home/x");
}
