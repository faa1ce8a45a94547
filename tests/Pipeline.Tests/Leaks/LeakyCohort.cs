using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Tests.Leaks;

/// <summary>A made cohort without a leak: four measured columns that know a little of the label, an answer, blanks, a scan each.</summary>
internal static class LeakyCohort
{
    public static PreparedCohort Clean(ulong seed = 5, int patients = 300)
    {
        var people = Enumerable.Range(0, patients).Select(i =>
        {
            var stream = RandomStream.From(seed, "leaky", i);
            var set = i % 10 < 7 ? PatientSet.Train : i % 10 < 8 ? PatientSet.Validation : PatientSet.Test;
            return new Patient($"p{i:000}", stream.NextDouble() < 0.4, set, set == PatientSet.Train ? i % 5 : null);
        }).ToImmutableArray();
        double[] Measured(int column) =>
        [
            .. people.Select((patient, i) =>
            {
                var stream = RandomStream.From(seed, "leaky column", column, i);
                return stream.NextDouble() < 0.1 ? double.NaN : Math.Round(10 + 3 * stream.NextGaussian() + (patient.IsCase ? 2 : 0), 2);
            }),
        ];
        return new PreparedCohort(
            people,
            [new("CRP", ColumnKind.Numeric, []), new("ESR", ColumnKind.Numeric, []), new("BMI", ColumnKind.Numeric, []), new("BASDAI", ColumnKind.Numeric, []),
                new("clinic", ColumnKind.Categorical, ["A", "B", "C"])],
            [Measured(0), Measured(1), Measured(2), Measured(3), [.. people.Select((_, i) => (double)RandomStream.From(seed, "clinic", i).NextInt(3))]],
            [.. people.Select(patient => new Scan(patient.Id, $"volumes/{patient.Id}", $"prepared {patient.Id}"))], [4, 4, 4]);
    }

    public static string[] Sources(PreparedCohort cohort) => [.. cohort.Scans.Select(scan => $"file of {scan.PatientId}")];

    /// <summary>One patient's row becomes another's.</summary>
    public static PreparedCohort WithRow(this PreparedCohort cohort, int of, int at) => cohort with
    {
        Values = [.. cohort.Values.Select(column => column.Select((value, i) => i == at ? column[of] : value).ToArray())],
    };

    public static PreparedCohort With(this PreparedCohort cohort, ClinicalColumn column, Func<Patient, int, double> value) => cohort with
    {
        Columns = cohort.Columns.Add(column),
        Values = cohort.Values.Add([.. cohort.Patients.Select(value)]),
    };
}
