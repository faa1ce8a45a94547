using System.Collections.Immutable;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Gives every patient of a cohort a set and, in train, a fold: drawn, or as the researcher says.</summary>
internal static class CohortSplit
{
    /// <param name="withScan">Patients who have a scan.</param>
    /// <returns>The patients in ordinal order, and rows of a split file whose patients are not in the cohort.</returns>
    public static (ImmutableArray<Patient> Patients, ImmutableArray<int> Strangers) Assign(
        CohortTable cohort, RunSpecification spec, IReadOnlySet<string> withScan, DataRoots roots)
    {
        var known = cohort.Ids.Select((id, i) => new SplitPatient(id, cohort.IsCase[i], cohort.Centers[i], withScan.Contains(id))).ToImmutableArray();
        var given = spec.Split switch
        {
            { Column: { } column } => GivenSplit.FromColumn(cohort, column),
            { File: { } file } => GivenSplit.FromFile(cohort, file, spec.Folds, roots.For(InputPlaces.SplitKey)),
            _ => new GivenSplit(PatientSplit.ByFractions(known, spec.Split, spec.RandomSeed), null, []),
        };
        var folds = given.Folds ?? Drawn(known, given.Sets, spec);
        return ([.. known.Select((patient, i) => new Patient(patient.Id, patient.IsCase, given.Sets[i], folds[i], patient.Center))], given.Strangers);
    }

    private static ImmutableArray<int?> Drawn(ImmutableArray<SplitPatient> patients, ImmutableArray<PatientSet> sets, RunSpecification spec)
    {
        var train = Enumerable.Range(0, patients.Length).Where(i => sets[i] == PatientSet.Train).ToList();
        var drawn = FoldAssignment.Stratified([.. train.Select(i => patients[i])], spec.Folds, spec.RandomSeed);
        var folds = new int?[patients.Length];
        for (var place = 0; place < train.Count; place++) folds[train[place]] = drawn[place];
        return [.. folds];
    }
}
