using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Jobs;

/// <summary>What a trainer process can compute. Written by name, so a name stays.</summary>
public enum JobKind { PrepareCohort, TrainFold, FitFusion, Explain, BootstrapShard, Report, ExplainFold }

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
        new(JobKind.ExplainFold, RunStage.Evaluation, "attribution")
        {
            Activity = "evaluation",
            BeginsWithItsInputs = true,
            Jobs = (run, specification) => Explanations(run, specification),
            Folder = "explain",
            Cost = new JobCost(Folds: 1, LeastSeconds: 4),
        },
        new(JobKind.Explain, RunStage.Evaluation, "explain")
        {
            Activity = "evaluation",
            BeginsWithItsInputs = true,
            Jobs = (run, specification) => [Explain(run, specification)],
            PublishedIn = RunFolder.ResultsName + "/explanation",
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
            if (run.Until >= branch.TrainedIn && cohort.GetValueOrDefault(branch.Input.FigureOf()) > 0)
                AddFolds(branch.Id);
        return folds.ToImmutable();

        void AddFolds(BranchId branch) => folds.AddRange(
            from repeat in Enumerable.Range(0, specification.Repeats)
            from index in Enumerable.Range(0, specification.Folds)
            let fold = new FoldId(branch, index, repeat)
            select new JobRequest(new JobId(fold.ToString()), JobKind.TrainFold, [CohortJob], fold));
    }

    /// <summary>Reads the cohort and what every fold wrote.</summary>
    public static ImmutableArray<JobRequest> Fusion(IRunResults run, RunSpecification specification) =>
        [new JobRequest(FusionJob, JobKind.FitFusion, [CohortJob, .. Folds(run, specification).Select(fold => fold.Id)])];

    /// <summary>
    /// One for each fold model of the first repeat whose branch has an explanation. What is asked of patients drawn from the cohort needs the model alone;
    /// example patients are chosen by the run's predictions.
    /// </summary>
    public static ImmutableArray<JobRequest> Explanations(IRunResults run, RunSpecification specification) => IsExplainedInOneJob(run) ? [] :
        [
            .. from fold in ExplainedFolds(run, specification)
               where BranchRegistry.Of(fold.Fold!.Value.Branch).Explanation is not null
               select new JobRequest(
                new JobId($"explain-{fold.Id}"), JobKind.ExplainFold, ReadsOf(BranchRegistry.Of(fold.Fold!.Value.Branch), fold.Id), fold.Fold),
        ];

    /// <summary>Brings together what explains each fold model, and shows the example patients.</summary>
    public static JobRequest Explain(IRunResults run, RunSpecification specification) => new(ExplainJob, JobKind.Explain,
        [
            CohortJob, FusionJob, .. (IsExplainedInOneJob(run) ? ExplainedFolds(run, specification) : Explanations(run, specification)).Select(job => job.Id),
        ]);

    /// <summary>The models of a run are those of the first repeat.</summary>
    private static IEnumerable<JobRequest> ExplainedFolds(IRunResults run, RunSpecification specification) =>
        Folds(run, specification).Where(fold => fold.Fold!.Value.Repeat == 0);

    /// <summary>An earlier version asked for it: it reads the fold models and explains all of them itself.</summary>
    private static bool IsExplainedInOneJob(IRunResults run) =>
        run.ReadsOf(ExplainJob) is { } reads && reads.Any(read => FoldId.TryParse(read.Value, out _));

    private static ImmutableArray<JobId> ReadsOf(BranchDefinition branch, JobId fold) => branch.Explanation switch
    {
        BranchExplanation.ScanMaps => [CohortJob, FusionJob, fold],
        BranchExplanation.Attributions => [CohortJob, fold],
        var other => throw new ArgumentException($"There are no jobs for the explanation {other} of the branch {branch.Id}.", nameof(branch)),
    };

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
            .. Explanations(run, specification).Select(fold => fold.Id), ExplainJob, .. Bootstrap(specification.Evaluation.Bootstrap).Select(shard => shard.Id),
        ])];
}
