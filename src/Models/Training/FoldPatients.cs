using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Models.Training;

/// <summary>Who learns, who chooses the epoch and who is only predicted, as positions in <see cref="PreparedCohort.Patients"/>.</summary>
public sealed record FoldPatients(ImmutableArray<int> Training, ImmutableArray<int> HeldOut, ImmutableArray<int> Validation, ImmutableArray<int> Test)
{
    /// <summary>The patients of a fold, as far as its branch can score them.</summary>
    public static FoldPatients Of(PreparedCohort cohort, FoldId fold)
    {
        cohort = cohort.OfRepeat(fold.Repeat);
        var scored = Scored(cohort, fold.Branch);
        return new(
            Where(patient => patient.Set == PatientSet.Train && patient.Fold != fold.Index),
            Where(patient => patient.Set == PatientSet.Train && patient.Fold == fold.Index),
            Where(patient => patient.Set == PatientSet.Validation),
            Where(patient => patient.Set == PatientSet.Test));

        ImmutableArray<int> Where(Func<Patient, bool> belongs) => [.. scored.Where(i => belongs(cohort.Patients[i]))];
    }

    /// <summary>Everybody whom a branch can score, whatever their set.</summary>
    public static ImmutableArray<int> Scored(PreparedCohort cohort, BranchId branch) =>
        [.. BranchRegistry.Of(branch).Input.Covered(cohort).Index().Where(one => one.Item).Select(one => one.Index)];
}
