using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Jobs;

/// <summary>What a trainer process can compute. Written by name, so a name stays.</summary>
public enum JobKind { PrepareCohort, TrainFold, FitFusion, Explain, BootstrapShard, Report }

/// <summary>The jobs of each kind, and what each reads.</summary>
public static class JobKinds
{
    public static readonly JobId CohortJob = new("cohort");
    public static readonly JobId FusionJob = new("fusion");
    public static readonly JobId ExplainJob = new("explain");
    public static readonly JobId ReportJob = new("report");

    /// <summary>Fewer draws than this are not worth a job of their own: they take less time than starting it.</summary>
    private const int SmallestShard = 250;
    private const int MostShards = 8;

    /// <summary>Every kind, in the order of a run.</summary>
    public static ImmutableArray<JobKindDefinition> Definitions { get; } =
    [
        new(JobKind.PrepareCohort, RunStage.Cohort, "cohort")
        {
            Activity = "cohort",
            Jobs = (_, _) => Cohort,
            PublishedIn = "",
            PublishedNames = [RunFolder.CohortReportName, RunFolder.SplitName, RunFolder.SplitOfRepeatsName],
            Inputs = specification => [.. InputPlaces.OfCohort(specification), .. InputPlaces.OfWeights(specification)],
        },
        new(JobKind.TrainFold, RunStage.Mri, "fold")
        {
            Activity = "folds",
            IsCounted = true,
            Jobs = (run, specification) => Folds(run, specification),
            Folder = RunFolder.FoldsName,
            Inputs = InputPlaces.OfWeights,
            KeepsEpochs = true,
        },
        new(JobKind.FitFusion, RunStage.Fusion, "fusion")
        {
            Activity = "fusion",
            Jobs = (run, specification) => Fusion(run, specification),
            PublishedIn = "fusion",
            Cost = new JobCost(Folds: 0.1, LeastSeconds: 1),
        },
        new(JobKind.Explain, RunStage.Evaluation, "explain")
        {
            Activity = "evaluation",
            Jobs = (run, specification) => [Explain(run, specification)],
            PublishedIn = RunFolder.ResultsName + "/explanation",
            Cost = new JobCost(Folds: 1, LeastSeconds: 4),
        },
        new(JobKind.BootstrapShard, RunStage.Evaluation, "bootstrap")
        {
            Activity = "evaluation",
            IsBesideTheLast = true,
            Jobs = (_, specification) => Bootstrap(specification.Evaluation.Bootstrap),
            Folder = "evaluation",
        },
        new(JobKind.Report, RunStage.Evaluation, "report")
        {
            Activity = "evaluation",
            Jobs = (run, specification) => Report(run, specification),
            PublishedIn = RunFolder.ResultsName,
            Cost = new JobCost(Folds: 0.2, LeastSeconds: 2),
        },
    ];

    public static ImmutableArray<JobRequest> Cohort => [new JobRequest(CohortJob, JobKind.PrepareCohort, [])];

    /// <summary>The folds of every branch in every repeat, as far as the run goes, in the registry's order. Empty before the cohort is official.</summary>
    public static ImmutableArray<JobRequest> Folds(IRunResults run, RunSpecification specification)
    {
        if (run.FiguresOf(CohortJob) is not { } cohort)
            return [];
        var folds = ImmutableArray.CreateBuilder<JobRequest>();
        foreach (var branch in specification.Branches.Select(one => BranchRegistry.Of(one.Key)))
            if (run.Until >= StageOf(branch.Id) && cohort.GetValueOrDefault(branch.Input.FigureOf()) > 0)
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
    public static ImmutableArray<JobRequest> Fusion(IRunResults run, RunSpecification specification) =>
        [new JobRequest(FusionJob, JobKind.FitFusion, [CohortJob, .. Folds(run, specification).Select(fold => fold.Id)])];

    /// <summary>Reads the cohort, the fold models and what they said; the models are those of the first repeat.</summary>
    public static JobRequest Explain(IRunResults run, RunSpecification specification) => new(ExplainJob, JobKind.Explain,
        [CohortJob, FusionJob, .. Folds(run, specification).Where(fold => fold.Fold!.Value.Repeat == 0).Select(fold => fold.Id)]);

    /// <summary>The draws in shards: how they are cut changes nothing, because each draw has its own random stream.</summary>
    public static ImmutableArray<JobRequest> Bootstrap(int draws)
    {
        var size = Math.Max(SmallestShard, (draws + MostShards - 1) / MostShards);
        return [.. Enumerable.Range(0, (draws + size - 1) / size).Select(index => new JobRequest(
            new JobId($"bootstrap-{index}"), JobKind.BootstrapShard, [CohortJob, FusionJob],
            Draws: new DrawRange(index * size, Math.Min(size, draws - index * size))))];
    }

    /// <summary>Merges the shards and draws the figures.</summary>
    public static ImmutableArray<JobRequest> Report(IRunResults run, RunSpecification specification) =>
        [new JobRequest(ReportJob, JobKind.Report,
        [
            CohortJob, FusionJob, .. Folds(run, specification).Select(fold => fold.Id),
            ExplainJob, .. Bootstrap(specification.Evaluation.Bootstrap).Select(shard => shard.Id),
        ])];
}
