using System.Diagnostics;
using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Benchmarks.Step;

/// <summary>
/// A fold of a made cohort, trained as a trainer trains it. An epoch holds a few validation patients and what is kept of it besides its steps: all of that
/// is counted as the steps'.
/// </summary>
internal static class TimedFold
{
    /// <param name="between">Done after each epoch, off the clock.</param>
    /// <returns>Milliseconds a step for each epoch but the first, which warms up.</returns>
    public static IReadOnlyList<double> Run(
        RowArguments row, PreparedCohort cohort, RunSpecification specification, BranchId branch, int stepsPerEpoch, Action? between = null)
    {
        var request = new FoldTrainingRequest
        {
            Specification = specification,
            Cohort = cohort,
            Fold = new FoldId(branch, 0),
            Workspace = row.Data,
            AttemptFolder = Directory.CreateDirectory(Path.Combine(row.Data, $"{branch}-{Environment.ProcessId}")).FullName,
            JobIdentity = "benchmark",
        };
        var milliseconds = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        FoldTraining.Run(request, line =>
        {
            if (line is not TrainerLine.Progress)
                return;
            milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds / stepsPerEpoch);
            between?.Invoke();
            begun = Stopwatch.GetTimestamp();
        }, CancellationToken.None);
        return milliseconds[1..];
    }

    /// <summary>The first patients train; of the others a few hold out, choose the epoch and test. Every third is a case.</summary>
    public static Patient[] Patients(int training, int others) =>
    [
        .. Enumerable.Range(0, training + 3 * others).Select(i => new Patient(
            FormattableString.Invariant($"p{i:D5}"), i % 3 == 0,
            i < training + others ? PatientSet.Train : i < training + 2 * others ? PatientSet.Validation : PatientSet.Test,
            i < training ? 1 : i < training + others ? 0 : null)),
    ];

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
