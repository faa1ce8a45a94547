using System.Runtime.InteropServices;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Looks for one person under two ids on two sides of the split.</summary>
internal static class DuplicateSearch
{
    /// <param name="sourceSha256">[scan] of the files the scans were read from.</param>
    public static Duplicates In(PreparedCohort cohort, IReadOnlyList<string> sourceSha256)
    {
        var setOf = cohort.Patients.ToDictionary(patient => patient.Id, patient => patient.Set, StringComparer.Ordinal);
        var byFeatures = cohort.Patients.Select((patient, i) => (patient.Set, Key: Features(cohort, i))).Where(row => row.Key is not null).ToLookup(row => row.Key!, row => row.Set);
        var byScan = cohort.Scans.Select((scan, i) => (scan.PatientId, Key: sourceSha256[i])).ToLookup(scan => scan.Key, scan => scan.PatientId);
        return new Duplicates(
            byFeatures.Where(same => same.Contains(PatientSet.Train)).Sum(same => same.Count(set => set != PatientSet.Train)),
            byScan.Where(same => same.Select(id => setOf[id]).Distinct().Count() > 1)
                .SelectMany(same => same.Where(id => setOf[id] != PatientSet.Train)).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>The bits of all features; null where nothing was measured or no column is numeric, for a few answers are often shared.</summary>
    private static string? Features(PreparedCohort cohort, int patient)
    {
        if (cohort.Columns.All(column => column.Kind != ColumnKind.Numeric)) return null;
        var values = cohort.Values.Select(column => column[patient]).ToArray();
        return values.All(double.IsNaN) ? null : Convert.ToHexString(MemoryMarshal.AsBytes(values.AsSpan()));
    }
}
