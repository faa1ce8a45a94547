using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// The graph of a run: which jobs each stage consists of, and what each reads. A stage begins when everything before it is
/// official. Pure: the same state gives the same plan.
/// </summary>
public static class RunPlan
{
    public static readonly JobId CohortJob = new("cohort");
    public static readonly JobId FusionJob = new("fusion");
    public static readonly JobId ExplainJob = new("explain");
    public static readonly JobId ReportJob = new("report");

    /// <summary>Fewer draws than this are not worth a job of their own: they take less time than starting it.</summary>
    private const int SmallestShard = 250;
    private const int MostShards = 8;

    public static ImmutableArray<JobRequest> Cohort => [new JobRequest(CohortJob, JobKind.PrepareCohort, [])];

    /// <summary>The folds of both branches in every repeat, as far as the run goes; MRI first, because they take longest. Empty before the cohort is official.</summary>
    public static ImmutableArray<JobRequest> Folds(RunState run, RunSpecification specification)
    {
        if (run.Job(CohortJob)?.Official is not { } cohort)
            return [];
        var folds = ImmutableArray.CreateBuilder<JobRequest>();
        if (run.Until >= RunStage.Mri && specification.Mri is not null && cohort.Figures.GetValueOrDefault(CohortFigures.Scans) > 0)
            AddFolds(Branch.Mri);
        if (run.Until >= RunStage.Clinical && specification.Clinical is not null && cohort.Figures.GetValueOrDefault(CohortFigures.Features) > 0)
            AddFolds(Branch.Clinical);
        return folds.ToImmutable();

        void AddFolds(Branch branch) => folds.AddRange(
            from repeat in Enumerable.Range(0, specification.Repeats)
            from index in Enumerable.Range(0, specification.Folds)
            let fold = new FoldId(branch, index, repeat)
            select new JobRequest(new JobId(fold.ToString()), JobKind.TrainFold, [CohortJob], fold));
    }

    /// <summary>Reads the cohort and what every fold wrote.</summary>
    public static ImmutableArray<JobRequest> Fusion(RunState run, RunSpecification specification) =>
        [new JobRequest(FusionJob, JobKind.FitFusion, [CohortJob, .. Folds(run, specification).Select(fold => fold.Id)])];

    /// <summary>What the report waits for: the models explained, and every draw of the bootstrap.</summary>
    public static ImmutableArray<JobRequest> Evaluation(RunState run, RunSpecification specification) =>
        [Explain(run, specification), .. Bootstrap(specification.Evaluation.Bootstrap)];

    /// <summary>Reads the cohort, the fold models and what they said; the models are those of the first repeat.</summary>
    public static JobRequest Explain(RunState run, RunSpecification specification) => new(ExplainJob, JobKind.Explain,
        [CohortJob, FusionJob, .. Folds(run, specification).Where(fold => fold.Fold!.Value.Repeat == 0).Select(fold => fold.Id)]);

    /// <summary>The draws in shards: how they are cut changes nothing, because each draw has its own random stream.</summary>
    public static ImmutableArray<JobRequest> Bootstrap(int draws)
    {
        var size = Math.Max(SmallestShard, (draws + MostShards - 1) / MostShards);
        return [.. Enumerable.Range(0, (draws + size - 1) / size).Select(index => new JobRequest(
            new JobId($"bootstrap-{index}"), JobKind.BootstrapShard, [CohortJob, FusionJob], Draws: new DrawRange(index * size, Math.Min(size, draws - index * size))))];
    }

    /// <summary>Merges the shards and draws the figures.</summary>
    public static ImmutableArray<JobRequest> Report(RunState run, RunSpecification specification) =>
        [new JobRequest(ReportJob, JobKind.Report,
        [
            CohortJob, FusionJob, .. Folds(run, specification).Select(fold => fold.Id),
            .. Evaluation(run, specification).Select(job => job.Id),
        ])];

    public static bool AllOfficial(this RunState run, IEnumerable<JobRequest> jobs) => jobs.All(job => run.Job(job.Id)?.Official is not null);
}
