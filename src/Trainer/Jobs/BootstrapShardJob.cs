using AxSpa.Pipeline;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Fusion;

namespace AxSpa.Trainer.Jobs;

/// <summary>Some of the run's bootstrap draws.</summary>
internal static class BootstrapShardJob
{
    public const string ShardFile = "draws.bin";

    public static JobResult Do(Assignment assignment)
    {
        var (inputs, job) = (assignment.Inputs, assignment.Job);
        var draws = job.Draws ?? throw new RefusedInputException($"Job {job.Id} does not say which draws to compute.");
        var predictions = PredictionFile.Read(inputs.File(FusionFolder.Predictions));
        var fit = FitSummary.FromJson(File.ReadAllBytes(inputs.File(FusionFolder.Summary)));
        var subgroups = inputs.Files(SubgroupTable.FileName) is [var groups] ? SubgroupTable.FromJson(File.ReadAllBytes(groups)) : null;
        var shard = BootstrapShard.Compute(RunPopulations.Of(predictions, fit, subgroups), assignment.Specification.RandomSeed, draws);
        AtomicFile.Write(assignment.PathOf(ShardFile), BootstrapFile.Bytes(shard));
        return new JobResult([assignment.PathOf(ShardFile)], ("first_draw", draws.First), ("draws", draws.Count));
    }
}
