using System.Security.Cryptography;
using System.Text;
using AxSpa.Pipeline.Jobs;
using AxSpa.Support;

namespace AxSpa.Commands.Tests.Runs;

public sealed class RunResultsTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public RunResultsTests()
    {
        Add("results/metrics.txt", "[Late-fusion]   AUROC: 0.86 (95% CI 0.81–0.90)\n\nmore\n");
        Add("results/metrics.json", "{}\n");
        Add("results/predictions.csv", new string('x', 1000));
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    private void Add(string path, string text)
    {
        _room.NodeFileClient.Write(path, text);
        var bytes = Encoding.UTF8.GetBytes(text);
        _room.Cluster.Results = _room.Cluster.Results.Add(new StoredFile(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    [Fact]
    public async Task The_figures_are_shown_as_the_run_wrote_them()
    {
        var said = await _room.Run("run results last");
        Assert.Equal((0, "[Late-fusion]   AUROC: 0.86 (95% CI 0.81–0.90)\n\nmore", ""), (said.Exit, said.Out, said.Err));
        Assert.Equal("{}", (await _room.Run("run results last -o json")).Out);
        Assert.Empty(said.Files);
    }

    [Fact]
    public async Task A_download_sends_every_file_under_its_name()
    {
        var said = await _room.Run("run results last --download here");
        Assert.Equal(0, said.Exit);
        Assert.Equal(["metrics.json", "metrics.txt", "predictions.csv"], said.Files.Keys.Order());
        Assert.Equal(_room.NodeFileClient.Files["results/predictions.csv"], said.Files["predictions.csv"]);
        Assert.Equal("[Late-fusion]   AUROC: 0.86 (95% CI 0.81–0.90)", said.Out); // all of it has come as a file
    }

    [Fact]
    public async Task A_download_has_the_explanation_in_a_folder_of_its_own()
    {
        Add("results/explanation/case_highest_waterfall.png", "png");
        Assert.Equal(["explanation/case_highest_waterfall.png", "metrics.json", "metrics.txt", "predictions.csv"],
            (await _room.Run("run results last --download here")).Files.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("altered")]
    [InlineData(null)]
    public async Task A_file_that_is_not_what_the_journal_has_is_not_handed_on(string? text)
    {
        if (text is null)
            _room.NodeFileClient.Files.Remove("results/predictions.csv");
        else
            _room.NodeFileClient.Write("results/predictions.csv", text);
        var said = await _room.Run("run results last --download here");
        Assert.Equal(2, said.Exit);
        Assert.Contains("results/predictions.csv", said.Err);
        Assert.Contains("run verify", said.Err);
        Assert.DoesNotContain("predictions.csv", said.Files.Keys);
    }

    [Fact]
    public async Task Where_one_node_does_not_answer_another_is_asked_and_asked_first_from_then_on()
    {
        _room.Membership.Members = [.. _room.Membership.Members.Select(member => member with { Status = "up", Reachable = true })];
        _room.NodeFileClient.Silent.Add(FakeMembership.Seed);
        var said = await _room.Run("run results last");
        Assert.Equal(0, said.Exit);
        Assert.Equal([FakeMembership.Seed, FakeMembership.Gpu], _room.NodeFileClient.Asked.Take(2));
        Assert.Single(_room.NodeFileClient.Asked, address => address == FakeMembership.Seed);
    }

    [Fact]
    public async Task Where_no_node_sees_the_workspace_it_is_said()
    {
        _room.Membership.Members = [];
        var said = await _room.Run("run results last");
        Assert.Equal(3, said.Exit);
        Assert.Contains("No node that sees the workspace is up", said.Err);
    }

    [Fact]
    public async Task A_run_without_results_says_why()
    {
        _room.Cluster.Refusal = "Run r1 has no results yet: it is folds 4/10.";
        Assert.Equal((2, _room.Cluster.Refusal), ((await _room.Run("run results last")) is var said ? (said.Exit, said.Err) : default));
    }
}
