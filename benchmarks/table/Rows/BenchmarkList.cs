using AxSpa.Benchmarks.Table.Running;

namespace AxSpa.Benchmarks.Table.Rows;

/// <summary>Everything that <c>benchmarks/run</c> measures, in the order of the table.</summary>
internal static class BenchmarkList
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("pipeline", "the real clinical table, whole processes, against a Python pipeline: everything, and the same work", RealTable.Measure),
        new("clinical-step", "a training step of the clinical network against PyTorch, one thread", Turns.OfPrograms(
            "FoldStepBenchmark", ["clinical"], "steps.py", ["clinical"], rounds: 5, row => row with { Target = 0.45, TargetIsRatio = true })),
        new("mri-step", "a training step of the 3D ResNet against PyTorch, one thread, and what the training loop adds", Turns.OfPrograms(
            "FoldStepBenchmark", ["mri"], "steps.py", ["mri"], rounds: 5,
            row => row.Unit == "%" ? row with { Target = 2 } : row with { Target = 1.0, TargetIsRatio = true }, quickRounds: 1)),
        new("bootstrap", "10,000 bootstrap draws against 200 of scikit-learn", Turns.OfPrograms(
            "EvaluationBenchmark", ["bootstrap"], "bootstrap.py", [], rounds: 5, row => row with { Target = 1.0, TargetIsRatio = true })),
        new("nifti", "preparing a scan against nibabel and scipy", Turns.OfPrograms(
            "NiftiBenchmark", [], "nifti.py", [], rounds: 5, row => row with { Target = 0.65, TargetIsRatio = true })),
        new("treeshap", "TreeSHAP of 1,813 patients against xgboost's Python", Turns.OfPrograms(
            "EvaluationBenchmark", ["treeshap"], "treeshap.py", [], rounds: 5, row => row with { Target = 1.1, TargetIsRatio = true })),
        new("demo", "./axspa demo, after the build", WholeRuns.Demo),
        new("first-job", "from ./axspa run to the first job in a trainer's hands", WholeRuns.FirstJob),
        new("scheduler", "many small jobs, beside Dask", Scheduler.Measure, Scheduler.IsThere),
        new("orchestration", "the share of a run of 10 minutes in which slots were idle", Orchestration.Measure),
        new("memory", "peak memory of a fold, of the report and of the coordinating process", Memory.Measure),
    ];
}
