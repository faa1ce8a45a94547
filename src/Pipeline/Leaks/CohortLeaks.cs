using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Leaks;

/// <summary>Everything that can be looked for before a model is trained.</summary>
public static class CohortLeaks
{
    /// <param name="sourceRow">[patient] its row in the table, from 0.</param>
    /// <param name="scanSourceSha256">[scan] of the files it was read from.</param>
    public static ImmutableArray<LeakCheck> Look(PreparedCohort cohort, IReadOnlyList<int> sourceRow, IReadOnlyList<string> scanSourceSha256) =>
    [
        RepeatedPatients.Rows(cohort, sourceRow), RepeatedPatients.Scans(cohort, sourceRow, scanSourceSha256), SeparatingFeatures.Look(cohort),
        RowOrders.Look(cohort, sourceRow),
    ];
}
