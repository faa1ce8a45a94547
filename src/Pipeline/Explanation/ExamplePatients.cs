using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Predictors;

namespace AxSpa.Pipeline.Explanation;

/// <summary>A patient who is shown as an example of what the model does.</summary>
/// <param name="Role">For files: <c>case_highest</c>.</param>
/// <param name="Title">For people.</param>
public sealed record ExamplePatient(string PatientId, string Role, string Title);

/// <summary>
/// Who is shown, by a rule and not by taste: of the test patients the case and the control with the highest and the lowest
/// probability. So a plain hit, the worst miss, the worst false alarm and a plain all-clear.
/// </summary>
public static class ExamplePatients
{
    /// <summary>
    /// By the fusion's probability, or by that of the branch where there is no fusion; with MRI where the run has some. Of equal ones the first by id.
    /// </summary>
    public static ImmutableArray<ExamplePatient> Choose(PredictionTable table)
    {
        var set = new[] { PatientSet.Test, PatientSet.Validation }.Select(set => (PatientSet?)set).FirstOrDefault(set => table.Rows.Any(row => row.Set == set));
        var model = PredictorRegistry.Headline(table.Models) ?? PredictorId.Fusion;
        var shown = table.Rows.Where(row => row.Set == set && row[model] is not null).ToList();
        if (shown.Any(row => row.HasMri)) shown.RemoveAll(row => !row.HasMri);
        var examples = ImmutableArray.CreateBuilder<ExamplePatient>();
        foreach (var isCase in new[] { true, false })
        {
            var ordered = shown.Where(row => row.IsCase == isCase)
                .OrderBy(row => row[model]!.Probability)
                .ThenBy(row => row.PatientId, StringComparer.Ordinal)
                .ToList();
            if (ordered.Count == 0) continue;
            var (word, name) = (isCase ? "case" : "control", $"{(set == PatientSet.Test ? "test" : "validation")} {(isCase ? "case" : "control")}");
            examples.Add(new ExamplePatient(ordered[^1].PatientId, $"{word}_highest", $"the {name} with the highest probability"));
            if (ordered.Count > 1)
                examples.Add(new ExamplePatient(ordered[0].PatientId, $"{word}_lowest", $"the {name} with the lowest probability"));
        }
        return examples.ToImmutable();
    }
}
