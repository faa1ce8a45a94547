using System.Globalization;
using AxSpa.Benchmarks;
using AxSpa.Benchmarks.Evaluation;

// What the evaluation costs, and whether its intervals cover what they promise.
//   EvaluationBenchmark bootstrap --data FOLDER --json FILE [--quick]   10,000 bootstrap draws, one thread (a row of benchmarks/run)
//   EvaluationBenchmark treeshap --data FOLDER --json FILE [--quick]    TreeSHAP of 1,813 patients (a row of benchmarks/run)
//   EvaluationBenchmark coverage [SETS [CASES [AUROC]]]                 simulated test sets per design, or all (benchmarks/results/coverage.md)
return args switch
{
    ["bootstrap", ..] when RowArguments.Parse(args.AsSpan(1)) is { } row => BootstrapSpeed.Run(row),
    ["treeshap", ..] when RowArguments.Parse(args.AsSpan(1)) is { } row => TreeShapSpeed.Run(row),
    ["coverage", .. var rest] => Coverage.Run(
        rest is [var sets, ..] ? Whole(sets) : 5000,
        rest is [_, var cases, ..] ? Whole(cases) : null,
        rest is [_, _, var auroc] ? double.Parse(auroc, CultureInfo.InvariantCulture) : null),
    _ => Usage(),
};

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine($"EvaluationBenchmark bootstrap|treeshap {RowArguments.Usage} | coverage [SETS [CASES [AUROC]]]");
    return 2;
}
