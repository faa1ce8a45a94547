using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Benchmarks.Step;

/// <summary>The clinical network of the real table (64-128-256-128, batch 64): its 14 columns, the training patients of one of its folds.</summary>
internal static class ClinicalStep
{
    private const int Batch = 64, Steps = 106;

    public static int Run(RowArguments row)
    {
        var random = RandomStream.From(1, "clinical step");
        var patients = TimedFold.Patients(training: Steps * Batch, others: 30);
        string[] numbers = ["Age", "ESR", "CRP", "RF", "Anti-CCP", "C3", "C4"];
        string[] markers = ["Gender", "HLA-B27", "ANA", "Anti-Ro", "Anti-La", "Anti-dsDNA", "Anti-Sm"];
        ClinicalColumn[] columns =
        [
            .. numbers.Select(name => new ClinicalColumn(name, ColumnKind.Numeric, [])),
            .. markers.Select(name => new ClinicalColumn(name, ColumnKind.Binary, ["Negative", "Positive"])),
        ];
        var values = Array.ConvertAll(columns, column => Array.ConvertAll(patients, patient => random.NextDouble() < 0.2 ? double.NaN
            : column.Kind == ColumnKind.Numeric ? random.NextGaussian() + (patient.IsCase ? 0.5 : 0)
            : random.NextDouble() < (patient.IsCase ? 0.6 : 0.4) ? 1 : 0));
        var epochs = row.IsQuick ? 6 : 12;
        var specification = new RunSpecification
        {
            Name = "benchmark",
            Cohort = new() { Clinical = "made.csv", Label = new("label", []) },
            Clinical = new() { Hidden = [64, 128, 256, 128], Epochs = epochs, Patience = epochs, BatchSize = Batch },
        };
        var cohort = new PreparedCohort([.. patients], [.. columns], [.. values], [], null);
        return row.Report("clinical step, one thread: 64-128-256-128, batch 64", "ms",
            TimedFold.Median(TimedFold.Run(row, cohort, specification, BranchId.Clinical, Steps)));
    }
}
