using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Subgroups;

namespace AxSpa.Pipeline.Cohort.Baseline;

/// <summary>The "table 1" of a paper: what kind of patients these are, group beside group. It describes, and tests nothing.</summary>
/// <param name="Groups">In the order of the columns.</param>
/// <param name="Compared">The two groups that the standardised differences are between.</param>
/// <param name="Whole">The group that consists of the others; null where there is none.</param>
public sealed record BaselineTable(
    ImmutableArray<BaselineGroup> Groups, (string First, string Second) Compared, string? Whole, ImmutableArray<BaselineVariable> Variables)
{
    public const string All = "All", Cases = "Cases", Controls = "Controls";

    /// <summary>All, cases and controls; standardised differences of cases and controls.</summary>
    /// <param name="subgroups">Their columns are shown too where they are no features, such as the center; null: none.</param>
    /// <param name="set">Null: everybody.</param>
    public static BaselineTable ByOutcome(PreparedCohort cohort, SubgroupTable? subgroups, PatientSet? set)
    {
        var all = Members(cohort, patient => set is null || patient.Set == set);
        return Of(cohort, subgroups,
            [(All, all), (Cases, [.. all.Where(i => cohort.Patients[i].IsCase)]), (Controls, [.. all.Where(i => !cohort.Patients[i].IsCase)])],
            (Cases, Controls), All, withOutcome: false);
    }

    /// <summary>The sets beside each other, the outcome among the rows; standardised differences of test (else validation) and training.</summary>
    public static BaselineTable BySet(PreparedCohort cohort, SubgroupTable? subgroups)
    {
        (string, int[])[] groups = [.. from set in Enum.GetValues<PatientSet>()
                                       let members = Members(cohort, patient => patient.Set == set)
                                       where members.Length > 0
                                       select (NameOf(set), members)];
        return Of(cohort, subgroups, groups, (groups[^1].Item1, groups[0].Item1), whole: null, withOutcome: true);
    }

    public static string NameOf(PatientSet set) => set switch
    {
        PatientSet.Train => "Training",
        PatientSet.Validation => "Validation",
        PatientSet.Test => "Test",
    };

    private static BaselineTable Of(
        PreparedCohort cohort, SubgroupTable? subgroups, (string Name, int[] Members)[] groups, (string First, string Second) compared, string? whole,
        bool withOutcome)
    {
        BaselineVariable Variable(BaselineColumn column)
        {
            GroupSummary[] summaries = [.. groups.Select(part => GroupSummary.Of(column, part.Members))];
            GroupSummary Of(string name) => summaries[Array.FindIndex(groups, part => part.Name == name)];
            return new BaselineVariable(
                column.Name, column.Kind, column.Levels, [.. summaries], StandardizedDifference.Between(Of(compared.First), Of(compared.Second)),
                column.IsOfStudy);
        }
        return new BaselineTable(
            [.. groups.Select(part => new BaselineGroup(part.Name, part.Members.Length))], compared, whole,
            [.. Columns(cohort, subgroups, withOutcome).Select(Variable)]);
    }

    private static IEnumerable<BaselineColumn> Columns(PreparedCohort cohort, SubgroupTable? subgroups, bool withOutcome)
    {
        BaselineColumn YesOrNo(string name, Func<Patient, bool> isYes) =>
            new(name, ColumnKind.Binary, ["No", "Yes"], [.. cohort.Patients.Select(patient => isYes(patient) ? 1.0 : 0.0)], IsOfStudy: true);

        if (withOutcome) yield return YesOrNo("Cases", patient => patient.IsCase);
        for (var c = 0; c < cohort.Columns.Length; c++)
            yield return new BaselineColumn(cohort.Columns[c].Name, cohort.Columns[c].Kind, cohort.Columns[c].Levels, cohort.Values[c]);
        var features = cohort.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var column in subgroups?.Columns ?? [])
            if (!features.Contains(column.Name) && subgroups!.Patients.SequenceEqual(cohort.Patients.Select(patient => patient.Id)))
                yield return new BaselineColumn(
                    column.Name, ColumnKind.Categorical, column.Levels, [.. column.LevelOf.Select(level => level < 0 ? double.NaN : level)]);
        if (cohort.VolumeSize is null) yield break;
        var scanned = cohort.Scans.Select(scan => scan.PatientId).ToHashSet(StringComparer.Ordinal);
        yield return YesOrNo("MRI available", patient => scanned.Contains(patient.Id));
    }

    private static int[] Members(PreparedCohort cohort, Func<Patient, bool> belongs) =>
        [.. Enumerable.Range(0, cohort.Patients.Length).Where(i => belongs(cohort.Patients[i]))];
}

/// <param name="Patients">With and without a value.</param>
public sealed record BaselineGroup(string Name, int Patients);

/// <param name="Levels">Binary: the negative level, then the positive one. Numeric: empty.</param>
/// <param name="Groups">[groups of the table]</param>
/// <param name="StandardizedDifference">Of the two compared groups, never negative; null where it is not defined.</param>
/// <param name="IsOfStudy">Tells of the study, such as who has a scan, and not of the patient.</param>
public sealed record BaselineVariable(
    string Name, ColumnKind Kind, ImmutableArray<string> Levels, ImmutableArray<GroupSummary> Groups, double? StandardizedDifference, bool IsOfStudy);

/// <summary>A column of the cohort as a table 1 sees it.</summary>
/// <param name="Values">[patients]; NaN is missing, levels are their index.</param>
internal sealed record BaselineColumn(string Name, ColumnKind Kind, ImmutableArray<string> Levels, double[] Values, bool IsOfStudy = false);
