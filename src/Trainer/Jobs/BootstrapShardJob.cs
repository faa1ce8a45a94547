using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Trainer.Jobs;

/// <summary>Some of the run's bootstrap draws.</summary>
internal static class BootstrapShardJob
{
    public const string ShardFile = "shard.json";

    public static JobResult Do(Assignment assignment)
    {
        var draws = assignment.Job.Draws ?? throw new RefusedInputException($"Job {assignment.Job.Id} does not say which draws to compute.");
        var predictions = PredictionFile.Read(assignment.Inputs.File(FusionFolder.Predictions));
        var shard = BootstrapShard.Compute(predictions, assignment.Specification.RandomSeed, draws);
        AtomicFile.Write(assignment.PathOf(ShardFile), shard.ToJson());
        return new JobResult([assignment.PathOf(ShardFile)], ("first_draw", draws.First), ("draws", draws.Count));
    }
}
