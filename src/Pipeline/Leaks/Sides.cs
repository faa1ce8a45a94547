using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Folds;

namespace AxSpa.Pipeline.Leaks;

/// <summary>
/// Where a patient stands: a fold of train, validation or test. The same person on two sides is a leak: into a fold's out-of-fold
/// scores, into the choice of epochs, or into the test figures.
/// </summary>
internal static class Sides
{
    /// <summary>Groups of alike patients that stand on more than one side.</summary>
    public static Patient[][] Across<T>(IEnumerable<(Patient Patient, T Key)> patients) where T : notnull =>
    [
        .. patients.GroupBy(pair => pair.Key, pair => pair.Patient)
            .Select(alike => alike.Distinct().ToArray()).Where(alike => alike.Select(Of).Distinct().Count() > 1),
    ];

    /// <summary><c>row 12 (train, fold 0) and row 40 (test)</c>: messages name no patient.</summary>
    /// <param name="row">From an id to the row of the table, from 0.</param>
    public static string Example(Patient[][] groups, IReadOnlyDictionary<string, int> row) =>
        string.Join(" and ",
            groups[0].DistinctBy(Of).Take(2).Select(patient => string.Create(CultureInfo.InvariantCulture, $"row {row[patient.Id] + 1} ({Name(patient)})")));

    private static (PatientSet Set, int Fold) Of(Patient patient) => (patient.Set, patient.Fold ?? -1);

    private static string Name(Patient patient) => patient.Fold is { } fold
        ? string.Create(CultureInfo.InvariantCulture, $"train, fold {fold}")
        : SetWord.Of(patient.Set);
}
