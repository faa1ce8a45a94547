using AxSpa.Pipeline.Runs;
using Xunit;

namespace AxSpa.Trainer.Tests;

/// <summary>All jobs of one small run, done one after the other as a coordinator would ask for them.</summary>
public sealed class WholeRunTests
{
    private const int Folds = 3;

    [Fact]
    public async Task The_same_specification_gives_the_same_results_byte_for_byte_whatever_died_on_the_way()
    {
        using var undisturbed = new MadeRun();
        using var disturbed = new MadeRun();

        var first = await Run(undisturbed, shardSize: 20, dieInFold: false);
        var second = await Run(disturbed, shardSize: 25, dieInFold: true);

        Assert.Equal(EqualSet(undisturbed, first), EqualSet(disturbed, second));
    }

    private static async Task<List<StoredFile>> Run(MadeRun run, int shardSize, bool dieInFold)
    {
        const int draws = 40;
        var trainer = new StartedTrainer(run.Workspace);
        try
        {
            await trainer.Hear();
            var cohort = (await trainer.MustDo(run.Job(JobKind.PrepareCohort, "cohort", []))).Files;
            var folds = new List<StoredFile>();
            for (var k = 0; k < Folds; k++)
            {
                var attempt = 1;
                var job = run.Job(JobKind.TrainFold, $"clinical-{k}", cohort, attempt, new FoldId(Branch.Clinical, k));
                if (dieInFold && k == 1)
                {
                    trainer.Send(JobJson.Write(job));
                    await trainer.Hear();
                    trainer.Dispose();
                    trainer = new StartedTrainer(run.Workspace);
                    await trainer.Hear();
                    job = job with { Attempt = 2 };
                }
                folds.AddRange((await trainer.MustDo(job)).Files);
            }
            var fusion = (await trainer.MustDo(run.Job(JobKind.FitFusion, "fusion", [.. cohort, .. folds]))).Files;
            var shards = new List<StoredFile>();
            for (var start = 0; start < draws; start += shardSize)
                shards.AddRange((await trainer.MustDo(run.Job(
                    JobKind.BootstrapShard, $"bootstrap-{start / shardSize}", [.. cohort, .. fusion],
                    draws: new DrawRange(start, Math.Min(shardSize, draws - start))))).Files);
            var report = (await trainer.MustDo(run.Job(JobKind.Report, "report", [.. cohort, .. fusion, .. folds, .. shards]))).Files;
            return [.. cohort, .. folds, .. fusion, .. report];
        }
        finally
        {
            trainer.Dispose();
        }
    }

    /// <summary>What must not depend on time, place or attempts: each file's place among the results, and its content.</summary>
    private static string[] EqualSet(MadeRun run, List<StoredFile> files)
    {
        HashSet<string> names =
        [
            "split.csv", "oof.csv", "holdout.csv", "history.csv", "weights.safetensors", "model.json", "features.csv", "shap.csv",
            "predictions.csv", "metrics.json", "metrics.txt", "roc_curve.png", "pr_curve.png", "dca_curve.png", "shap_summary.png",
            "training_curves.png",
        ];
        var equal = files.Where(file => names.Contains(Path.GetFileName(file.Path))).ToArray();
        Assert.Equal(names.Order(), equal.Select(file => Path.GetFileName(file.Path)).Distinct().Order());
        Assert.All(equal, file => Assert.True(File.Exists(Path.Combine(run.Workspace, file.Path)), file.Path));
        return [.. equal.Select(file => $"{file.Path.Replace("attempt-2", "attempt-1", StringComparison.Ordinal)} {file.Sha256}").Order(StringComparer.Ordinal)];
    }
}
