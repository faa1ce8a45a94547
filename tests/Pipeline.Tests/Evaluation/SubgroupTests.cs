using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Specification;
using Xunit;

namespace AxSpa.Pipeline.Tests.Evaluation;

public sealed class SubgroupTests
{
    private static readonly PredictionTable Table = MadePredictions.Table(600);

    /// <summary>Patients by turns: one of eight in B, every 50th not recorded, the others in A.</summary>
    private static readonly SubgroupTable Centers = new(
        [.. Table.Rows.Select(row => row.PatientId)],
        [new SubgroupColumn("center", ["A", "B"], [.. Enumerable.Range(0, 600).Select(i => i % 50 == 6 ? -1 : i % 8 == 7 ? 1 : 0)])]);

    [Fact]
    public void Groups_part_the_patients_with_every_modality_and_keep_what_models_say_of_them()
    {
        var populations = MadePredictions.Populations(Table, Centers);
        var whole = populations.Single(p => p.Key == "test/complete");
        var groups = populations.Where(p => p.Key.StartsWith("test/complete/center=", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["A", "B", SubgroupPopulations.NotRecorded], groups.Select(group => group.Group!.Level));
        Assert.Equal(whole.Rows, groups.Sum(group => group.Rows));
        Assert.Equal(whole.Cases, groups.Sum(group => group.Cases));
        Assert.Equal(
            whole.Models[2].Scores!.Probability.Order(), groups.SelectMany(group => group.Models[2].Scores!.Probability).Order());
        Assert.Contains(populations, p => p.Key == "out-of-fold/complete/center=B");
        Assert.DoesNotContain(populations, p => p.Key.StartsWith("validation/complete/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_shows_each_group_with_intervals_and_warns_of_small_ones()
    {
        var populations = MadePredictions.Populations(Table, Centers);
        var report = RunReport.Of(
            Table, MadePredictions.Fit(Table), Centers, MadePredictions.Bootstrap(populations, 50), null, null, new EvaluationOptions(), 42);
        Assert.Equal(["test/complete", "out-of-fold/complete"], report.Subgroups.Select(subgroup => subgroup.Within));
        var test = report.Subgroups[0];
        Assert.Equal("center", test.Column);
        var (a, b, unknown) = (test.Groups[0], test.Groups[1], test.Groups[2]);
        Assert.NotNull(a.Models[2].Figures!.Auroc.Interval);
        Assert.NotNull(a.Models[2].Figures!.Decision.Sensitivity.Wilson);
        Assert.Empty(a.Differences); // forty more tests would find something by chance
        Assert.InRange(b.Cases, Evaluator.FewestOfAClass, Evaluator.FewInPart - 1);
        Assert.Contains("fewer than 10 of a kind", b.Warnings.Single());
        Assert.True(unknown.Cases < Evaluator.FewestOfAClass);
        Assert.Null(unknown.Models[2].Figures!.Auroc.Value);
        var text = MetricsText.Render(report);
        Assert.Contains("\nTest set, patients with both modalities, by center, Late-fusion\n", text);
        Assert.Contains($"\n  ! B: {b.Warnings[0]}\n", text);
    }

    [Theory]
    [InlineData("age_years"), InlineData("Age"), InlineData("age (y)"), InlineData("patient_age"), InlineData("Age at MRI")]
    public void A_column_of_ages_is_known_by_its_name(string name) =>
        Assert.Equal([30, 45], RecognizedColumns.Of(name)!.Bands);

    [Theory]
    [InlineData("sex"), InlineData("Gender"), InlineData("site"), InlineData("Center ID"), InlineData("scanner"), InlineData("Manufacturer"),
     InlineData("magnetic_field_strength"), InlineData("mr_scanner_model")]
    public void So_are_sex_center_and_scanner(string name) => Assert.Empty(RecognizedColumns.Of(name)!.Bands);

    [Theory]
    [InlineData("CRP"), InlineData("age_at_onset"), InlineData("stage"), InlineData("sexual_history"), InlineData("opposite"), InlineData("dosage")]
    public void Other_columns_are_not(string name) => Assert.Null(RecognizedColumns.Of(name));

    [Fact]
    public void Bands_hold_their_lower_limit()
    {
        Assert.Equal(["under 30", "30 to under 45", "45 and over"], Bands.Names([30, 45]));
        Assert.Equal([0, 1, 1, 2], new[] { 29.9, 30, 44.99, 45 }.Select(age => Bands.Of(age, [30, 45])));
    }
}
