using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Leaks;
using AxSpa.Pipeline.Tests.Evaluation;
using Xunit;

namespace AxSpa.Pipeline.Tests.Leaks;

/// <summary>Each leak, planted in a cohort that has none, raises its alarm and no other.</summary>
public sealed class CohortLeakTests
{
    private static readonly PreparedCohort Clean = LeakyCohort.Clean();
    private static readonly int[] AnyOrder = [.. Enumerable.Range(0, 300).Select(i => i * 7 % 300)];

    [Fact]
    public void A_clean_cohort_raises_none()
    {
        for (var seed = 5UL; seed < 25; seed++)
            Assert.Empty(Look(LeakyCohort.Clean(seed)));
    }

    [Theory]
    [InlineData(0, 8)]  // fold 0 of train, test
    [InlineData(0, 7)]  // fold 0 of train, validation
    [InlineData(7, 8)]  // validation, test
    [InlineData(0, 1)]  // two folds
    public void The_same_row_on_two_sides(int one, int other)
    {
        var alarm = Assert.Single(Look(Clean.WithRow(one, other)));
        Assert.Equal((LeakKind.RepeatedRow, 2), (alarm.Kind, alarm.Value));
        Assert.Contains($"row {AnyOrder[one] + 1} (", alarm.Example);
        Assert.Contains($"row {AnyOrder[other] + 1} (", alarm.Example);
        Assert.DoesNotContain("row 1 ", alarm.Text);
    }

    [Fact]
    public void The_same_row_on_one_side_is_no_leak() => Assert.Empty(Look(Clean.WithRow(0, 5).WithRow(8, 9)));

    [Fact]
    public void Rows_that_say_little_are_not_compared()
    {
        var coarse = Clean with { Columns = Clean.Columns[3..], Values = [[.. Clean.Values[3].Select(value => Math.Round(value))], Clean.Values[4]] };
        var check = RepeatedPatients.Rows(coarse, AnyOrder);
        Assert.Empty(check.Alarms);
        Assert.StartsWith("Looked at were 0 of 300 patients", check.Finding);
    }

    [Fact]
    public void A_patient_with_one_value_is_like_others_by_chance()
    {
        var sparse = Clean with
        {
            Values = [.. Clean.Values.Select(
                (column, c) => column.Select((value, i) => i is 0 or 8 && c < 4 ? double.NaN : i == 8 ? column[0] : value).ToArray())]
        };
        Assert.Empty(Look(sparse));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_same_scan_on_two_sides(bool asFile)
    {
        var sources = LeakyCohort.Sources(Clean);
        if (asFile) sources[18] = sources[0];
        var cohort = asFile ? Clean : Clean with { Scans = Clean.Scans.SetItem(18, Clean.Scans[18] with { Sha256 = Clean.Scans[0].Sha256 }) };
        var alarm = Assert.Single(CohortLeaks.Look(cohort, AnyOrder, sources).SelectMany(check => check.Alarms));
        Assert.Equal((LeakKind.RepeatedScan, 2, "row 1 (train, fold 0) and row 127 (test)"), (alarm.Kind, alarm.Value, alarm.Example));
    }

    [Fact]
    public void A_number_made_from_the_label()
    {
        var alarm = Assert.Single(Look(Clean.With(
            new("dose", ColumnKind.Numeric, []), (patient, i) => i % 100 == 0 ? 100 : (patient.IsCase ? 0 : 90) + i / 10.0)));
        Assert.Equal((LeakKind.SeparatingFeature, "dose"), (alarm.Kind, alarm.Subject));
        Assert.InRange(alarm.Value, 0.95, 0.9999);
    }

    [Fact]
    public void A_level_that_only_cases_have()
    {
        var alarm = Assert.Single(Look(Clean.With(
            new("drug", ColumnKind.Categorical, ["biologic", "none", "other"]), (patient, i) => patient.IsCase ? 0 : 1 + i % 2)));
        Assert.Equal("column 'drug' = biologic alone tells cases from controls with an AUROC of 1.000 in train. Is it the diagnosis itself, made from it, or "
            + "known only after it? Then exclude it (cohort.exclude).",
            alarm.Text);
    }

    [Fact]
    public void A_value_that_only_cases_have()
    {
        var alarm = Assert.Single(Look(Clean.With(new("score", ColumnKind.Numeric, []), (patient, i) => patient.IsCase ? i % 7 : double.NaN)));
        Assert.Contains("'score', by being blank or not, alone", alarm.Text);
    }

    [Fact]
    public void Few_patients_prove_nothing() =>
        Assert.Empty(Look(Clean.With(new("rare", ColumnKind.Numeric, []), (patient, i) => i < 20 ? (patient.IsCase ? 1 : 0) : double.NaN)));

    [Fact]
    public void A_number_that_follows_rows_sorted_by_label()
    {
        int[] sorted = [.. Clean.Patients.Select((patient, i) => patient.IsCase ? 500 + i : i)];
        Assert.Empty(CohortLeaks.Look(Clean, sorted, LeakyCohort.Sources(Clean)).SelectMany(check => check.Alarms));
        // Every second case was entered with the controls: the number tells less than the label, but too much.
        int[] nearly = [.. sorted.Select((row, i) => i % 10 == 0 ? i : row)];
        var numbered = Clean.With(new("record", ColumnKind.Numeric, []), (_, i) => nearly[i] * 3 + i % 4);
        var alarm = Assert.Single(CohortLeaks.Look(numbered, nearly, LeakyCohort.Sources(Clean)).SelectMany(check => check.Alarms));
        Assert.Equal((LeakKind.RowOrder, "record"), (alarm.Kind, alarm.Subject));
        // In rows of any order the same column leaks nothing by it.
        Assert.Empty(CohortLeaks.Look(Clean.With(new("record", ColumnKind.Numeric, []), (_, i) => AnyOrder[i]), AnyOrder, LeakyCohort.Sources(Clean))
            .SelectMany(check => check.Alarms));
    }

    [Fact]
    public void Rank_correlation_is_that_of_scipy()
    {
        var expected = Oracle.Json("external.json")["spearman"]!;
        double[] Numbers(string name) => [.. expected[name]!.AsArray().Select(value => (double)value!)];
        Assert.Equal((double)expected["rho"]!, RowOrders.Correlation(Numbers("x"), Numbers("y"))!.Value, 1e-12);
    }

    private static LeakAlarm[] Look(PreparedCohort cohort) =>
        [.. CohortLeaks.Look(cohort, AnyOrder, LeakyCohort.Sources(cohort)).SelectMany(check => check.Alarms)];
}
