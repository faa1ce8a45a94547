using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Models.Training;

/// <summary>Who learns, who chooses the epoch and who is only predicted, as positions in <see cref="PreparedCohort.Patients"/>.</summary>
internal sealed record FoldPatients(ImmutableArray<int> Training, ImmutableArray<int> HeldOut, ImmutableArray<int> Validation, ImmutableArray<int> Test)
{
    /// <summary>The patients of a fold; the MRI branch takes only those who have a scan.</summary>
    public static FoldPatients Of(PreparedCohort cohort, FoldId fold)
    {
        cohort = cohort.OfRepeat(fold.Repeat);
        var scanned = cohort.Scans.Select(scan => scan.PatientId).ToHashSet(StringComparer.Ordinal);
        return new(
            Where(patient => patient.Set == PatientSet.Train && patient.Fold != fold.Index),
            Where(patient => patient.Set == PatientSet.Train && patient.Fold == fold.Index),
            Where(patient => patient.Set == PatientSet.Validation),
            Where(patient => patient.Set == PatientSet.Test));

        ImmutableArray<int> Where(Func<Patient, bool> belongs) =>
            [.. Enumerable.Range(0, cohort.Patients.Length).Where(i => belongs(cohort.Patients[i]) &&
                (fold.Branch == Branch.Clinical || scanned.Contains(cohort.Patients[i].Id)))];
    }
}
