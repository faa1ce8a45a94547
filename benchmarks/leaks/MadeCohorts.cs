using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Leaks;

/// <summary>
/// Cohorts without a leak: how ill a patient is shows in ten measured columns, three answers and a choice of four, all of them related by it and
/// with blanks; the label depends on it, and on luck. 70 % are train, in five folds, 15 % each validation and test.
/// </summary>
internal static class MadeCohorts
{
    public const int Folds = 5;

    public static PreparedCohort Clean(int patients, ulong seed)
    {
        var draws = Enumerable.Range(0, patients).Select(i => RandomStream.From(seed, "leak benchmark", i)).ToArray();
        double[] illness = [.. draws.Select(stream => stream.NextGaussian())];
        bool[] isCase = [.. draws.Select((stream, i) => stream.NextDouble() < 1 / (1 + Math.Exp(0.8 - 1.5 * illness[i])))];
        var people = Split(isCase, seed);
        var columns = ImmutableArray.CreateBuilder<ClinicalColumn>();
        var values = ImmutableArray.CreateBuilder<double[]>();
        for (var c = 0; c < 10; c++)
        {
            // Whole numbers, tenths and hundredths, as laboratories write them.
            var (digits, spread) = (c % 3, 3 + 2 * c);
            columns.Add(new ClinicalColumn($"number {c}", ColumnKind.Numeric, []));
            values.Add(Column(draws, i => Math.Round(40 + spread * (0.5 * illness[i] + draws[i].NextGaussian()), digits)));
        }
        for (var c = 0; c < 3; c++)
        {
            columns.Add(new ClinicalColumn($"answer {c}", ColumnKind.Binary, ["no", "yes"]));
            values.Add(Column(draws, i => draws[i].NextGaussian() + illness[i] > 0.5 ? 1 : 0));
        }
        columns.Add(new ClinicalColumn("choice", ColumnKind.Categorical, ["a", "b", "c", "d"]));
        values.Add(Column(draws, i => draws[i].NextInt(4)));
        return new PreparedCohort(people, columns.ToImmutable(), values.ToImmutable(), [], null);
    }

    public static PreparedCohort With(this PreparedCohort cohort, string name, Func<Patient, int, double> value) => cohort with
    {
        Columns = cohort.Columns.Add(new ClinicalColumn(name, ColumnKind.Numeric, [])),
        Values = cohort.Values.Add([.. cohort.Patients.Select(value)]),
    };

    /// <summary>A validation or test patient is entered once more, as a train patient under another id.</summary>
    public static PreparedCohort Repeated(this PreparedCohort cohort, int patient, int asTrain) => cohort with
    {
        Patients = cohort.Patients.SetItem(asTrain, cohort.Patients[asTrain] with { IsCase = cohort.Patients[patient].IsCase }),
        Values = [.. cohort.Values.Select(column => column.Select((value, i) => i == asTrain ? column[patient] : value).ToArray())],
    };

    private static double[] Column(RandomStream[] draws, Func<int, double> value) => [.. draws.Select((stream, i) =>
    {
        var measured = value(i);
        return stream.NextDouble() < 0.12 ? double.NaN : measured;
    })];

    private static ImmutableArray<Patient> Split(bool[] isCase, ulong seed)
    {
        var sets = new PatientSet[isCase.Length];
        var fold = new int?[isCase.Length];
        foreach (var alike in Enumerable.Range(0, isCase.Length).GroupBy(i => isCase[i]))
        {
            int[] order = [.. alike];
            RandomStream.From(seed, "leak benchmark split", alike.Key ? 1 : 0).Shuffle(order.AsSpan());
            foreach (var (place, i) in order.Index())
            {
                sets[i] = place < 0.15 * order.Length ? PatientSet.Test : place < 0.3 * order.Length ? PatientSet.Validation : PatientSet.Train;
                if (sets[i] == PatientSet.Train) fold[i] = place % Folds;
            }
        }
        return [.. isCase.Select((one, i) => new Patient(FormattableString.Invariant($"p{i:00000}"), one, sets[i], fold[i]))];
    }
}
