using System.Collections.Immutable;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Gives every patient of a cohort a set and, in train, a fold in each repeat of the cross-validation: drawn, or as the researcher says.</summary>
/// <param name="Patients">In ordinal order, with the folds of the first repeat.</param>
/// <param name="RepeatFolds">[repeat − 1][patient]: the folds of the others, always drawn.</param>
/// <param name="UnknownPatients">Rows of a split file, from 0, whose patients are not in the cohort.</param>
/// <param name="GivesFolds">The folds of the first repeat are the researcher's.</param>
internal sealed record CohortSplit(
    ImmutableArray<Patient> Patients, ImmutableArray<ImmutableArray<int?>> RepeatFolds, ImmutableArray<int> UnknownPatients, bool GivesFolds)
{
    /// <summary>What a person should know of how a split file was read.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <param name="withScan">Patients who have a scan.</param>
    public static CohortSplit Assign(CohortTable cohort, RunSpecification spec, IReadOnlySet<string> withScan, DataRoots roots)
    {
        var known = cohort.Ids.Select((id, i) => new SplitPatient(id, cohort.IsCase[i], cohort.Centers[i], withScan.Contains(id))).ToImmutableArray();
        var given = spec.Split switch
        {
            { Column: { } column } => GivenSplit.FromColumn(cohort, column),
            { File: { } file } => GivenSplit.FromFile(cohort, file, spec.Folds, roots.For(InputPlaces.SplitKey)),
            _ => new GivenSplit(PatientSplit.ByFractions(known, spec.Split, spec.RandomSeed), null, []),
        };
        var folds = given.Folds ?? Drawn(known, given.Sets, spec, repeat: 0);
        return new CohortSplit(
            [.. known.Select((patient, i) => new Patient(patient.Id, patient.IsCase, given.Sets[i], folds[i], patient.Center))],
            [.. Enumerable.Range(1, spec.Repeats - 1).Select(repeat => Drawn(known, given.Sets, spec, repeat))],
            given.UnknownPatients, given.Folds is not null)
        { Warnings = given.Warnings };
    }

    private static ImmutableArray<int?> Drawn(ImmutableArray<SplitPatient> patients, ImmutableArray<PatientSet> sets, RunSpecification spec, int repeat)
    {
        var train = Enumerable.Range(0, patients.Length).Where(i => sets[i] == PatientSet.Train).ToList();
        var drawn = FoldAssignment.Stratified([.. train.Select(i => patients[i])], spec.Folds, RepeatSeed.Of(spec.RandomSeed, repeat));
        var folds = new int?[patients.Length];
        for (var place = 0; place < train.Count; place++) folds[train[place]] = drawn[place];
        return [.. folds];
    }
}
