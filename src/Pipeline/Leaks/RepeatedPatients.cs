using System.Globalization;
using System.Runtime.InteropServices;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Leaks;

/// <summary>Looks for one person under two ids on two sides of the split or of the folds: by their row, and by their scan.</summary>
public static class RepeatedPatients
{
    /// <summary>
    /// Only rows so rare are compared that, were the columns independent, fewer pairs than this would be equal by chance in the whole cohort. It is far
    /// below one because columns are not independent.
    /// </summary>
    public const double MostByChance = 0.01;

    /// <param name="sourceRow">[patient] its row in the table, from 0.</param>
    public static LeakCheck Rows(PreparedCohort cohort, IReadOnlyList<int> sourceRow)
    {
        if (cohort.Columns.IsEmpty)
            return LeakCheck.Passed(LeakKind.RepeatedRow, "There are no clinical features.");
        var rare = RareRows(cohort);
        var groups = Sides.Across(rare.Select(
            i => (cohort.Patients[i], Convert.ToHexString(MemoryMarshal.AsBytes(cohort.Values.Select(column => column[i]).ToArray().AsSpan())))));
        var looked = rare.Length == cohort.Patients.Length ? $"{rare.Length} patients"
            : string.Create(CultureInfo.InvariantCulture,
                $"{rare.Length} of {cohort.Patients.Length} patients (the others have too few values to tell persons apart)");
        var patients = groups.Sum(group => group.Length);
        if (patients == 0)
            return LeakCheck.Passed(LeakKind.RepeatedRow,
                string.Create(CultureInfo.InvariantCulture,
                    $"Looked at were {looked}: no two in different sets or folds are equal in all of {cohort.Columns.Length} features."));
        return new LeakCheck(LeakKind.RepeatedRow, string.Create(
            CultureInfo.InvariantCulture, $"Looked at were {looked}: {patients} are equal in every feature to one in another set or fold."),
        [
            new LeakAlarm(LeakKind.RepeatedRow, "clinical rows", patients, string.Create(CultureInfo.InvariantCulture,
                $"{patients} patients are equal in every feature to a patient in another set or fold, which is not to be expected by chance. One person "
                + $"under two ids is learned by heart and then asked about: give both the same id, or keep one."),
                Sides.Example(groups, RowOf(cohort, sourceRow))),
        ]);
    }

    /// <param name="sourceRow">[patient] its row in the table, from 0.</param>
    /// <param name="sourceSha256">[scan] of the files the scans were read from.</param>
    public static LeakCheck Scans(PreparedCohort cohort, IReadOnlyList<int> sourceRow, IReadOnlyList<string> sourceSha256)
    {
        if (cohort.Scans.IsEmpty)
            return LeakCheck.Passed(LeakKind.RepeatedScan, "There are no scans.");
        var byId = cohort.Patients.ToDictionary(patient => patient.Id, StringComparer.Ordinal);
        // A copy in another file format, or under another header, has other bytes and the same voxels.
        Patient[][] groups =
        [
            .. Sides.Across(cohort.Scans.Select((scan, i) => (byId[scan.PatientId], sourceSha256[i]))),
            .. Sides.Across(cohort.Scans.Select(scan => (byId[scan.PatientId], scan.Sha256))),
        ];
        var patients = groups.SelectMany(group => group).Distinct().Count();
        if (patients == 0)
            return LeakCheck.Passed(LeakKind.RepeatedScan,
                string.Create(CultureInfo.InvariantCulture,
                    $"No two of {cohort.Scans.Length} scans of patients in different sets or folds are the same, neither as files nor as prepared volumes."));
        return new LeakCheck(LeakKind.RepeatedScan, string.Create(
            CultureInfo.InvariantCulture, $"{patients} patients have a scan that a patient in another set or fold has too."),
        [
            new LeakAlarm(LeakKind.RepeatedScan, "scans", patients, string.Create(CultureInfo.InvariantCulture,
                $"{patients} patients have a scan that a patient in another set or fold has too. The network is asked about what it has learned by heart: "
                + $"give both patients the same id, or take the wrong scan out."),
                Sides.Example(groups, RowOf(cohort, sourceRow))),
        ]);
    }

    private static Dictionary<string, int> RowOf(PreparedCohort cohort, IReadOnlyList<int> sourceRow) =>
        cohort.Patients.Index().ToDictionary(patient => patient.Item.Id, patient => sourceRow[patient.Index], StringComparer.Ordinal);

    /// <summary>Patients whose values together are so rare that a second one like them is hardly there by chance. A missing value tells nothing.</summary>
    private static int[] RareRows(PreparedCohort cohort)
    {
        var logChance = new double[cohort.Patients.Length];
        foreach (var column in cohort.Values)
        {
            var known = column.Where(value => !double.IsNaN(value)).ToArray();
            var share = known.CountBy(value => value).ToDictionary(value => value.Key, value => Math.Log(value.Value / (double)known.Length));
            for (var i = 0; i < column.Length; i++)
                if (!double.IsNaN(column[i])) logChance[i] += share[column[i]];
        }
        var most = Math.Log(MostByChance / (cohort.Patients.Length * (cohort.Patients.Length - 1) / 2.0));
        return [.. Enumerable.Range(0, logChance.Length).Where(i => logChance[i] < most)];
    }
}
