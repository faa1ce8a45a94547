using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.ReportPack.Checklist;

/// <summary>What follows from a run for the trust its figures deserve; the sentences stand in limits.html.</summary>
/// <param name="Center">The column of the hospital; empty: the run knows of none.</param>
/// <param name="Missing">Features with missing values.</param>
/// <param name="WithoutMri">Patients.</param>
/// <param name="Prevalence">Of all patients, in percent.</param>
/// <param name="Repeats">Of the cross-validation; 0: it was done once.</param>
/// <param name="CalibrationWarnings">Where less than slope and intercept could be fitted.</param>
internal sealed record Limits(
    bool HasTest, bool IsSmall, string Center, int Features, int Missing, int WithoutMri, string Prevalence, int ValidationPatients, int ValidationCases,
    int Repeats, IReadOnlyList<string> CalibrationWarnings)
{
    public static Limits Of(ReportContents contents)
    {
        var cohort = contents.Cohort;
        var validation = cohort.Sets.Single(set => set.Set == "validation").Count;
        var headline = MetricsText.HeadlinePopulation(contents.Figures);
        return new Limits(
            cohort.Sets.Single(set => set.Set == "test").Count.Patients > 0,
            headline is null || Math.Min(headline.Cases, headline.Controls) < Evaluator.FewForBootstrap,
            contents.Specification.Cohort.Center ?? "", cohort.Columns.Length, cohort.Columns.Count(column => column.Missing > 0),
            cohort.Patients.WithMri == 0 ? 0 : cohort.Patients.Patients - cohort.Patients.WithMri,
            FormattableString.Invariant($"{100.0 * cohort.Patients.Cases / cohort.Patients.Patients:0.0}%"), validation.Patients, validation.Cases,
            contents.Figures.Repeats?.Repeats ?? 0,
            [.. contents.Figures.Models.Where(model => model.Calibration?.Warning is not null)
                .Select(model => $"{model.Title}: {model.Calibration!.Warning}.")]);
    }
}
