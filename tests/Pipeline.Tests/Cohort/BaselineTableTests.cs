using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Baseline;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Tests.Evaluation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Cohort;

/// <summary>Table 1 against R (tests/Oracles/baseline.R).</summary>
public sealed class BaselineTableTests
{
    private static readonly JsonObject R = Oracle.Json("baseline.json");

    private static PreparedCohort Made()
    {
        var isCase = Values("case");
        return new PreparedCohort(
            [.. isCase.Select((one, i) =>
                new Patient($"p{i:00}", one == 1, i % 4 == 3 ? PatientSet.Test : i % 4 == 2 ? PatientSet.Validation : PatientSet.Train,
                    i % 4 < 2 ? i % 2 : null))],
            [
                new ClinicalColumn("CRP", ColumnKind.Numeric, []), new ClinicalColumn("sex", ColumnKind.Binary, ["Female", "Male"]),
                new ClinicalColumn("smoking", ColumnKind.Categorical, ["never", "former", "current", "pipe"]),
            ],
            [Values("crp"), Values("male"), Values("smoking")], [new Scan("p03", "volumes/a.f32", "00")], [2, 2, 2]);
    }

    private static double[] Values(string name) => [.. R[name]!.AsArray().Select(value => value is null ? double.NaN : (double)value)];

    private static BaselineVariable Of(BaselineTable table, string name) => table.Variables.Single(variable => variable.Name == name);

    [Fact]
    public void Means_deviations_and_quartiles_equal_those_of_R()
    {
        var crp = Of(BaselineTable.ByOutcome(Made(), null, null), "CRP");
        foreach (var (group, i) in new[] { "crpAll", "crpCases", "crpControls" }.Select((group, i) => (group, i)))
        {
            var expected = Values(group);
            var found = crp.Groups[i].Numeric!;
            double[] actual = [found.Mean, found.StandardDeviation!.Value, found.Median, found.LowerQuartile, found.UpperQuartile];
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
        Assert.Equal(3, crp.Groups[0].Missing);
    }

    [Theory]
    [InlineData("CRP", "smdCrp"), InlineData("sex", "smdMale"), InlineData("smoking", "smdSmoking")]
    public void Standardised_differences_equal_those_of_R(string column, string oracle) =>
        Assert.Equal((double)R[oracle]!, Of(BaselineTable.ByOutcome(Made(), null, null), column).StandardizedDifference!.Value, 1e-12);

    [Fact]
    public void Groups_that_nothing_parts_differ_by_zero_and_those_that_all_parts_have_no_figure()
    {
        var isCase = Enumerable.Range(0, 20).Select(i => i < 10).ToArray();
        PreparedCohort Cohort(ColumnKind kind, string[] levels, Func<int, double> value) => new(
            [.. isCase.Select((one, i) => new Patient($"p{i:00}", one, PatientSet.Train, 0))], [new ClinicalColumn("x", kind, [.. levels])],
            [[.. Enumerable.Range(0, 20).Select(value)]], [], null);
        double? Difference(PreparedCohort cohort) => BaselineTable.ByOutcome(cohort, null, null).Variables.Single().StandardizedDifference;

        Assert.Equal(0, Difference(Cohort(ColumnKind.Numeric, [], _ => 3)));
        Assert.Equal(0, Difference(Cohort(ColumnKind.Binary, ["a", "b"], i => i % 2)));
        Assert.Null(Difference(Cohort(ColumnKind.Numeric, [], i => isCase[i] ? 1 : 0)));
        Assert.Null(Difference(Cohort(ColumnKind.Binary, ["a", "b"], i => isCase[i] ? 1 : 0)));
        Assert.Null(Difference(Cohort(ColumnKind.Numeric, [], i => isCase[i] ? double.NaN : i)));
    }

    [Fact]
    public void The_sets_stand_beside_each_other_with_the_outcome_and_who_has_MRI()
    {
        var cohort = Made();
        var table = BaselineTable.BySet(cohort, null);
        Assert.Equal(["Training", "Validation", "Test"], table.Groups.Select(group => group.Name));
        Assert.Equal(("Test", "Training"), table.Compared);
        Assert.Equal(
            [cohort.Patients.Count(p => p is { IsCase: true, Set: PatientSet.Train }),
                cohort.Patients.Count(p => p is { IsCase: true, Set: PatientSet.Validation }),
                cohort.Patients.Count(p => p is { IsCase: true, Set: PatientSet.Test })],
            Of(table, "Cases").Groups.Select(group => group.Counts[1]));
        Assert.Equal([0, 0, 1], Of(table, "MRI available").Groups.Select(group => group.Counts[1]));
        Assert.True(Of(table, "MRI available").IsOfStudy);
    }

    [Fact]
    public void A_column_of_subgroups_that_is_no_feature_is_shown_too_once()
    {
        var cohort = Made();
        ImmutableArray<string> ids = [.. cohort.Patients.Select(patient => patient.Id)];
        var subgroups = new SubgroupTable(ids,
        [
            new SubgroupColumn("center", ["A", "B"], [.. ids.Select((_, i) => i % 3 - 1)]),
            new SubgroupColumn("sex", ["Female", "Male"], [.. ids.Select(_ => 0)]),
        ]);
        var table = BaselineTable.ByOutcome(cohort, subgroups, null);
        Assert.Equal(["CRP", "sex", "smoking", "center", "MRI available"], table.Variables.Select(variable => variable.Name));
        Assert.Equal((20, 20), (Of(table, "center").Groups[0].Missing, Of(table, "center").Groups[0].Counts[1]));
    }
}
