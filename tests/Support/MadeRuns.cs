using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using Xunit;

namespace AxSpa.Support;

/// <summary>Views of runs as a coordinator might send them.</summary>
internal static class MadeRuns
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly RunId Id = new("20261123-120000-a1b2");

    public static readonly RunSpecification Specification = new()
    {
        Name = "tiny",
        Cohort = new CohortOptions { Clinical = "/data/clinical.csv", Label = new LabelOptions("label", []) },
    };

    public static RunView Run(RunStatus status = RunStatus.Running, string? stage = null, params JobView[] jobs) => new(
        new RunSummary(Id, "axspa-baseline", status, stage ?? status.ToString().ToLowerInvariant(), Noon,
            status == RunStatus.Running ? null : Noon.AddSeconds(127)),
        "3f1c", RunStage.Evaluation, [.. jobs], [], null, null, false, "/data/runs/20261123-120000-a1b2");

    public static RunView Failed(string reason, bool refusedInput) => Run(RunStatus.Failed) with { Failure = reason, RefusedInput = refusedInput };

    public static RunSummary Summary(string id, RunStatus status = RunStatus.Running, int minute = 0) =>
        new(new RunId(id), "axspa-baseline", status, status.ToString().ToLowerInvariant(), Noon.AddMinutes(minute),
            status == RunStatus.Running ? null : Noon.AddMinutes(minute + 2));

    public static JobView Fold(string name, JobStatus status = JobStatus.Waiting, int attempt = 1)
    {
        Assert.True(FoldId.TryParse(name, out var fold));
        return new JobView(
            new JobId(name), JobKind.TrainFold, fold, status, attempt, status == JobStatus.Waiting ? null : "127.0.0.1:4055",
            status == JobStatus.Running ? "cpu" : null,
            null, 0, 0, null, null, status == JobStatus.Waiting ? null : Noon, status == JobStatus.Completed ? Noon.AddSeconds(40) : null,
            ImmutableSortedDictionary<string, double>.Empty, null);
    }

    public static JobView AtEpoch(this JobView fold, int epoch, int of, double loss = 0.4124, double auroc = 0.8712) =>
        fold with { Stage = "epoch", Step = epoch, Of = of, TrainingLoss = loss, ValidationAuroc = auroc };

    public static JobView WithFigures(this JobView job, params (string Name, double Value)[] figures) =>
        job with { Figures = figures.ToImmutableSortedDictionary(figure => figure.Name, figure => figure.Value) };
}
