using AxSpa.Benchmarks;
using AxSpa.Benchmarks.Step;

// What a training step takes as a fold takes it, on one thread: rows of benchmarks/run.
//   FoldStepBenchmark clinical|mri --data FOLDER --json FILE [--quick]
return args switch
{
    ["clinical", ..] when RowArguments.Parse(args.AsSpan(1)) is { } row => ClinicalStep.Run(row),
    ["mri", ..] when RowArguments.Parse(args.AsSpan(1)) is { } row => MriStep.Run(row),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"FoldStepBenchmark clinical|mri {RowArguments.Usage}");
    return 2;
}
