using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Folds;

/// <summary>Train, validation and test by patient, stratified by label, center and whether there is a scan.</summary>
public static class PatientSplit
{
    /// <returns>[patient] its set. Each class's counts differ from the fractions' by less than one patient.</returns>
    /// <remarks>
    /// Along the stratified order each patient goes to the set that is furthest behind its share. So every stretch of the
    /// order, and with it every stratum, is divided in nearly the same proportions.
    /// </remarks>
    public static ImmutableArray<PatientSet> ByFractions(IReadOnlyList<SplitPatient> patients, SplitOptions options, ulong randomSeed)
    {
        double[] share = [options.Train, options.Validation, options.Test];
        var sets = new PatientSet[patients.Count];
        foreach (var ofOneClass in Stratification.Order(patients, randomSeed, RandomUse.Split).GroupBy(i => patients[i].IsCase))
        {
            var given = new int[share.Length];
            var dealt = 0;
            foreach (var patient in ofOneClass)
            {
                dealt++;
                var behind = 0;
                for (var set = 1; set < share.Length; set++)
                    if (share[set] * dealt - given[set] > share[behind] * dealt - given[behind] + 1e-9) behind = set;
                given[behind]++;
                sets[patient] = (PatientSet)behind;
            }
        }
        return [.. sets];
    }
}
