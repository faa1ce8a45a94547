using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Jobs;
using AxSpa.Support;
using static AxSpa.Support.MadeRuns;

namespace AxSpa.Commands.Tests.Runs;

public sealed class RunCompareTests : IAsyncDisposable
{
    private readonly CommandRoom _room = new();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    /// <summary>Both runs of the fake cluster have these results.</summary>
    private void Results(string splitHash, string? metrics = null)
    {
        var folder = Directory.CreateTempSubdirectory("axspa-compare-").FullName;
        var scores = Enumerable.Range(0, 40)
            .Select(i =>
                ThreePredictors.Patient($"AX{i:0000}", i < 20 ? PatientSet.Test : PatientSet.Train, i % 3 == 0, null, null,
                    new ModelScore(0.5, (i * 7 % 40) / 40.0, i * 7 % 40 >= 20)));
        PredictionFile.Write(Path.Combine(folder, "predictions.csv"), ThreePredictors.Table([.. scores]));
        var report = new EvaluationReport("", 0.95, 200, splitHash, [new ModelSummary("fusion", "Late-fusion", null, null, 0.5, null)], null, [], [], [], []);
        Add("results/predictions.csv", File.ReadAllText(Path.Combine(folder, "predictions.csv")));
        Add("results/metrics.json", metrics ?? Encoding.UTF8.GetString(MetricsJson.Render(report)));
        Directory.Delete(folder, recursive: true);
    }

    private void Add(string path, string text)
    {
        _room.NodeFileClient.Write(path, text);
        _room.Cluster.Results = _room.Cluster.Results.RemoveAll(file => file.Path == path).Add(
            new StoredFile(path, text.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public async Task Two_runs_stand_beside_each_other_with_their_differences_and_without_a_patient()
    {
        Results("3fa9");
        _room.Cluster.Runs = [Summary("20261123-110000-aaaa"), Summary("20261123-120000-bbbb")];
        var said = await _room.Run("run compare 20261123-11 20261123-12");
        Assert.Equal(0, said.Exit);
        Assert.StartsWith("A: 20261123-110000-aaaa (axspa-baseline)\nB: 20261123-120000-bbbb (axspa-baseline)\nsplit 3fa9, the same in both; 95% CI and p "
            + "from 2000 bootstrap draws",
            said.Out);
        Assert.Contains("\nMRI-only: not available (", said.Out);
        Assert.Contains("\nLate-fusion: 20 test patients, 7 cases\n", said.Out);
        Assert.Contains("\nAUROC        0.231      0.231      0.000 (no CI)\n", said.Out);
        Assert.Contains("\n! log loss: undefined: an outcome that came true was given a probability of 0\n", said.Out);
        Assert.DoesNotContain("AX00", said.Out);
        var json = JsonDocument.Parse((await _room.Run("run compare 20261123-11 20261123-12 -o json")).Out).RootElement;
        Assert.Equal(("20261123-110000-aaaa", 20, "auroc"), (
            json.GetProperty("first").GetString(), json.GetProperty("comparison").GetProperty("models")[2].GetProperty("patients").GetInt32(),
            json.GetProperty("comparison").GetProperty("models")[2].GetProperty("measures")[0].GetProperty("metric").GetString()));
    }

    [Fact]
    public async Task Metrics_of_another_version_are_told_and_not_taken_for_figures()
    {
        Results("3fa9", metrics: "{\"figures\":1}");
        _room.Cluster.Runs = [Summary("20261123-110000-aaaa"), Summary("20261123-120000-bbbb")];
        var said = await _room.Run("run compare 20261123-11 20261123-12");
        Assert.Equal(2, said.Exit);
        Assert.Contains("another version", said.Err);
    }

    [Fact]
    public async Task A_run_without_results_is_refused()
    {
        _room.Cluster.Results = ImmutableArray<StoredFile>.Empty;
        _room.Cluster.Runs = [Summary("20261123-110000-aaaa"), Summary("20261123-120000-bbbb")];
        Assert.Contains("has no results/predictions.csv", (await _room.Run("run compare 20261123-11 20261123-12")).Err);
    }

    [Fact]
    public async Task A_run_is_not_compared_with_itself()
    {
        Results("3fa9");
        var said = await _room.Run("run compare last last");
        Assert.Equal(2, said.Exit);
        Assert.Contains("there is nothing to compare", said.Err);
    }
}
