using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
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

    /// <summary>The folds of every branch in every repeat, as far as the run goes, in the registry's order. Empty before the cohort is official.</summary>
    public static ImmutableArray<JobRequest> Folds(RunState run, RunSpecification specification)
    {
        if (run.Job(CohortJob)?.Official is not { } cohort)
            return [];
        var folds = ImmutableArray.CreateBuilder<JobRequest>();
        foreach (var branch in specification.Branches.Select(one => BranchRegistry.Of(one.Key)))
            if (run.Until >= StageOf(branch.Id) && cohort.Figures.GetValueOrDefault(branch.Input.FigureOf()) > 0)
                AddFolds(branch.Id);
        return folds.ToImmutable();

        void AddFolds(BranchId branch) => folds.AddRange(
            from repeat in Enumerable.Range(0, specification.Repeats)
            from index in Enumerable.Range(0, specification.Folds)
            let fold = new FoldId(branch, index, repeat)
            select new JobRequest(new JobId(fold.ToString()), JobKind.TrainFold, [CohortJob], fold));
    }

    /// <summary>The first stage in which a branch is trained: MRI by itself, and every other one with the clinical branch.</summary>
    private static RunStage StageOf(BranchId branch) => branch == BranchId.Mri ? RunStage.Mri : RunStage.Clinical;

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
