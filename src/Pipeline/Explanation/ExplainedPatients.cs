using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Explanation;

/// <summary>Whose answers a branch's attributions explain.</summary>
public static class ExplainedPatients
{
    /// <summary>A figure of a thousand dots says what one of this many does.</summary>
    private const int Most = 300;

    /// <summary>By the cohort alone: of test (of validation in a cohort without test), drawn where there are many.</summary>
    /// <returns>Indices into the cohort.</returns>
    public static int[] Of(PreparedCohort cohort, ulong randomSeed)
    {
        var set = cohort.Patients.Any(patient => patient.Set == PatientSet.Test) ? PatientSet.Test : PatientSet.Validation;
        return RandomStream.From(randomSeed, RandomUse.ExplainedPatients).Some(cohort.In(set), Most);
    }
}
