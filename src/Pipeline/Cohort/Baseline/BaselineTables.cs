using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Subgroups;

namespace AxSpa.Pipeline.Cohort.Baseline;

/// <summary>Every table 1 of a cohort.</summary>
/// <param name="ByOutcome">All patients.</param>
/// <param name="BySet">Training, validation and test beside each other.</param>
/// <param name="ByOutcomeInSet">The first table once more for each set that has patients.</param>
public sealed record BaselineTables(
    BaselineTable ByOutcome, BaselineTable BySet, ImmutableArray<(PatientSet Set, BaselineTable Table)> ByOutcomeInSet)
{
    /// <param name="subgroups">Null: none.</param>
    public static BaselineTables Of(PreparedCohort cohort, SubgroupTable? subgroups) => new(
        BaselineTable.ByOutcome(cohort, subgroups, set: null), BaselineTable.BySet(cohort, subgroups),
        [
            .. from set in Enum.GetValues<PatientSet>()
               where cohort.Patients.Any(patient => patient.Set == set)
               select (set, BaselineTable.ByOutcome(cohort, subgroups, set)),
        ]);
}
