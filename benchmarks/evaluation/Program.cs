using System.Globalization;
using AxSpa.Benchmarks.Evaluation;

// What the evaluation's intervals cost, and whether they cover what they promise.
//   EvaluationBenchmark speed [ROUNDS]                   10,000 bootstrap draws against scikit-learn's 200, one thread each (benchmarks/results/bootstrap.md)
//   EvaluationBenchmark coverage [SETS [CASES [AUROC]]]  simulated test sets per design, all designs unless said (benchmarks/results/coverage.md)
return args switch
{
    ["speed", .. var rest] => BootstrapSpeed.Run(rest is [var rounds] ? Whole(rounds) : 5),
    ["coverage", .. var rest] => Coverage.Run(
        rest is [var sets, ..] ? Whole(sets) : 5000,
        rest is [_, var cases, ..] ? Whole(cases) : null,
        rest is [_, _, var auroc] ? double.Parse(auroc, CultureInfo.InvariantCulture) : null),
    _ => Usage(),
};

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("EvaluationBenchmark speed [ROUNDS] | coverage [SETS [CASES [AUROC]]]");
    return 2;
}
