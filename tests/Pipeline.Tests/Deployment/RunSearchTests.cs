using AxSpa.Pipeline.Deployment;
using AxSpa.Pipeline.Tests.Imaging;
using Xunit;

namespace AxSpa.Pipeline.Tests.Deployment;

public sealed class RunSearchTests : IDisposable
{
    private readonly TemporaryFolder _workspace = new();

    public RunSearchTests()
    {
        foreach (var run in new[] { "20261123-184500-a1b2", "20261123-184501-ffff", "20261201-000000-0000" })
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(_workspace[$"runs/{run}"]).FullName, "run.yaml"), "name: x\n");
        Directory.CreateDirectory(_workspace["runs/not-a-run"]);
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("20261123-184500-a1b2", "20261123-184500-a1b2")]
    [InlineData("20261123-184500", "20261123-184500-a1b2")]
    [InlineData("last", "20261201-000000-0000")]
    public void A_run_is_found_by_its_id_its_beginning_or_as_the_last(string name, string expected) =>
        Assert.Equal(expected, RunSearch.Find(_workspace.Path, name).Run.Value);

    [Fact]
    public void A_run_is_found_by_its_name_where_no_other_has_it()
    {
        void Name(string run, string name) =>
            File.WriteAllText(_workspace[$"runs/{run}/run.yaml"], $"name: {name}\ncohort: {{ clinical: /t.csv, label: {{ column: label }} }}\n");
        Name("20261123-184500-a1b2", "knees");
        Name("20261123-184501-ffff", "hips");
        Assert.Equal("20261123-184500-a1b2", RunSearch.Find(_workspace.Path, "knees").Run.Value);
        Name("20261123-184501-ffff", "knees");
        Assert.Contains("'knees' is the name of 2 runs: 20261123-184500-a1b2, 20261123-184501-ffff",
            Assert.Throws<RefusedInputException>(() => RunSearch.Find(_workspace.Path, "knees")).Message);
    }

    [Fact]
    public void A_runs_folder_names_its_workspace_too()
    {
        var found = RunSearch.Find("/nowhere", _workspace["runs/20261123-184501-ffff"]);
        Assert.Equal((_workspace.Path, "20261123-184501-ffff"), (found.Workspace, found.Run.Value));
    }

    [Fact]
    public void An_ambiguous_or_unknown_name_lists_the_runs()
    {
        Assert.Contains("20261123-184501-ffff", Assert.Throws<RefusedInputException>(() => RunSearch.Find(_workspace.Path, "20261123")).Message);
        Assert.Contains("20261201-000000-0000", Assert.Throws<RefusedInputException>(() => RunSearch.Find(_workspace.Path, "nonsense")).Message);
        Assert.Contains("no run in this workspace", Assert.Throws<RefusedInputException>(() => RunSearch.Find(_workspace["runs"], "last")).Message);
    }

    [Fact]
    public void A_run_without_results_has_no_model_yet() =>
        Assert.Contains("no results yet", Assert.Throws<RefusedInputException>(() => RunModel.Of(RunSearch.Find(_workspace.Path, "last"))).Message);
}
