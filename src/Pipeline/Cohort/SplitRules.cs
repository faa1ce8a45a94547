using System.Globalization;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What a split must hold before anything can be learned from it and measured on it.</summary>
internal static class SplitRules
{
    /// <param name="table">What messages call the cohort.</param>
    /// <param name="withScan">Null without an MRI branch.</param>
    /// <exception cref="RefusedInputException">Too few cases or controls somewhere: says of all patients where, else of those with MRI, else of the first
    /// repeat.</exception>
    public static void Check(string table, CohortSplit split, int folds, IReadOnlySet<string>? withScan)
    {
        Refuse(table, Troubles(split.Patients, folds, ""));
        if (withScan is not null) Refuse(table, Troubles([.. split.Patients.Where(patient => withScan.Contains(patient.Id))], folds, " with MRI"));
        for (var repeat = 1; repeat <= split.RepeatFolds.Length; repeat++)
            Refuse(table, TroublesOfRepeat(split.Patients, split.RepeatFolds[repeat - 1], folds, withScan, RepeatName.Of(repeat)).Take(1));
    }

    /// <summary>
    /// Drawn along the strata, its folds hold cases and controls wherever the first repeat's do; those with MRI may be unlucky over many centers.
    /// </summary>
    private static IEnumerable<string> TroublesOfRepeat(
        IReadOnlyList<Patient> patients, IReadOnlyList<int?> foldOf, int folds, IReadOnlySet<string>? withScan, string repeat)
    {
        foreach (var isCase in new[] { true, false })
            for (var fold = 0; fold < folds; fold++)
                if (!Enumerable.Range(0, patients.Count)
                    .Any(i => foldOf[i] == fold && patients[i].IsCase == isCase && withScan?.Contains(patients[i].Id) != false))
                    yield return string.Create(CultureInfo.InvariantCulture,
                        $"fold {fold} of repeat {repeat} holds no {(isCase ? "case" : "control")}{(withScan is null ? "" : " with MRI")}; every "
                        + $"fold needs at least one. Lower 'folds', or take another 'randomSeed'");
    }

    private static IEnumerable<string> Troubles(IReadOnlyList<Patient> patients, int folds, string which)
    {
        foreach (var isCase in new[] { true, false })
        {
            var (one, many) = isCase ? ("case", "cases") : ("control", "controls");
            var all = patients.Count(patient => patient.IsCase == isCase);
            var train = patients.Where(patient => patient.IsCase == isCase && patient.Set == PatientSet.Train).ToList();
            if (train.Count < folds)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{train.Count} of its {all} {many}{which} are in train, fewer than the {folds} folds; every fold needs at least one. Lower "
                    + $"'folds', move more patients to train, or bring more {many}");
            for (var fold = 0; fold < folds && train.Count >= folds; fold++)
                if (train.All(patient => patient.Fold != fold))
                    yield return string.Create(CultureInfo.InvariantCulture,
                        $"fold {fold} holds no {one}{which}; every fold needs at least one. Leave the folds out of the split file to have them drawn");
            foreach (var set in new[] { PatientSet.Validation, PatientSet.Test })
            {
                var inSet = patients.Where(patient => patient.Set == set).ToList();
                if (set == PatientSet.Test && inSet.Count == 0) continue; // a cohort without a test set: its figures are out-of-fold and validation
                if (inSet.All(patient => patient.IsCase != isCase))
                    yield return string.Create(CultureInfo.InvariantCulture,
                        $"the {SetWord.Of(set)} set holds no {one}{which}, so no AUROC can be computed on it ({all} {many}{which} in all). Give "
                        + $"that set a larger share under 'split', or bring more {many}");
            }
        }
    }

    private static void Refuse(string table, IEnumerable<string> troubles)
    {
        var said = string.Join(" ",
            troubles.Select(trouble => $"{trouble}.")
                .Select((text, i) => i == 0 ? text : text.Capitalized()));
        if (said.Length > 0) throw new RefusedInputException($"{table}: {said}");
    }
}
