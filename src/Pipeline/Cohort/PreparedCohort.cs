using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Cohort;

public enum ColumnKind { Numeric, Binary, Categorical }

/// <summary>A clinical feature: its name, its type and, unless numeric, its levels.</summary>
/// <param name="Levels">Binary: the negative level, then the positive one. Categorical: ordinal order. Numeric: empty.</param>
public sealed record ClinicalColumn(string Name, ColumnKind Kind, ImmutableArray<string> Levels);

public enum PatientSet { Train, Validation, Test }

/// <param name="Fold">The fold that holds this patient out; set for <see cref="PatientSet.Train"/> only.</param>
public sealed record Patient(string Id, bool IsCase, PatientSet Set, int? Fold, string? Center = null);

/// <summary>One scan, ready to be fed to a network.</summary>
/// <param name="Volume">Workspace-relative path of little-endian float32 voxels, z slowest and x fastest, z-scored.</param>
/// <param name="LeftRightAxis">Which of the volume's axes runs from the patient's left to right: 0 (x), or 2 (z) for sagittal slices in their own
/// frame.</param>
public sealed record Scan(string PatientId, string Volume, string Sha256, int LeftRightAxis = 0);

/// <summary>
/// What every later job reads: who is where, the clean clinical features and the prepared scans. Written once by the cohort
/// job. Nothing in it is imputed, scaled or encoded: that is fitted inside each fold.
/// </summary>
/// <param name="Patients">In ordinal order of their ids, so that the order of the rows in the source file cannot leak.</param>
/// <param name="Values">[column][patient]; NaN is missing; binary and categorical hold the index of their level.</param>
/// <param name="VolumeSize">Voxels along x, y, z of every scan; null without an MRI branch.</param>
public sealed partial record PreparedCohort(
    ImmutableArray<Patient> Patients,
    ImmutableArray<ClinicalColumn> Columns,
    ImmutableArray<double[]> Values,
    ImmutableArray<Scan> Scans,
    ImmutableArray<int>? VolumeSize)
{
    /// <summary>[repeat − 1][patient]: the folds of the repeats after the first, whose folds stand with the patients; null outside train.</summary>
    public ImmutableArray<ImmutableArray<int?>> RepeatFolds { get; init; } = [];

    /// <summary>The same patients in the same sets, with the folds of one repeat of the cross-validation.</summary>
    /// <param name="repeat">From 0.</param>
    /// <exception cref="RefusedInputException">The cohort was prepared for fewer repeats.</exception>
    public PreparedCohort OfRepeat(int repeat)
    {
        if (repeat == 0) return this;
        if (repeat > RepeatFolds.Length)
            throw new RefusedInputException(
                $"The cohort was prepared without folds for repeat {RepeatName.Of(repeat)} of the cross-validation. Prepare it again in a new run.");
        var folds = RepeatFolds[repeat - 1];
        return this with { Patients = [.. Patients.Select((patient, i) => patient with { Fold = folds[i] })], RepeatFolds = [] };
    }

    /// <exception cref="InvalidOperationException">Nobody has this id.</exception>
    public int IndexOf(string patientId) => Enumerable.Range(0, Patients.Length).First(i => Patients[i].Id == patientId);

    /// <returns>Indices of the patients of a set, ascending.</returns>
    public int[] In(PatientSet set) => [.. Enumerable.Range(0, Patients.Length).Where(i => Patients[i].Set == set)];

    /// <summary>Some of the patients, with their values and scans, in the order of the cohort.</summary>
    /// <param name="patients">Indices.</param>
    public PreparedCohort Only(IReadOnlyCollection<int> patients)
    {
        int[] kept = [.. patients.Order()];
        var ids = kept.Select(i => Patients[i].Id).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Patients = [.. kept.Select(i => Patients[i])],
            Values = [.. Values.Select(column => kept.Select(i => column[i]).ToArray())],
            RepeatFolds = [.. RepeatFolds.Select(folds => kept.Select(i => folds[i]).ToImmutableArray())],
            Scans = [.. Scans.Where(scan => ids.Contains(scan.PatientId))],
        };
    }
}
