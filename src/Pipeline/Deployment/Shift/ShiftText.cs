using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Deployment.Shift;

/// <summary>How a cohort differs from the training patients, as plain lines.</summary>
public static class ShiftText
{
    public static string Of(CohortShift shift)
    {
        var text = new StringBuilder("How this cohort differs from the training patients\n");
        text.Append(CultureInfo.InvariantCulture, $"  patients {shift.ReferencePatients} in training, {shift.Patients} here");
        if (shift.Cases is { } cases)
            text.Append(CultureInfo.InvariantCulture, $"; cases {Percent(shift.ReferenceCases, shift.ReferencePatients)}, {Percent(cases, shift.Patients)}");
        if (shift.ReferenceWithMri > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"; with MRI {Percent(shift.ReferenceWithMri, shift.ReferencePatients)}, {Percent(shift.WithMri, shift.Patients)}");
        text.Append('\n');
        List<string[]> rows = [["", "training", "here", "missing", "std. difference", "index", "p", "shift"]];
        rows.AddRange(shift.Features.Concat(shift.Answers).Select(Row));
        MetricsTables.Append(text, rows);
        var shifted = shift.Features.Count(feature => feature.Verdict is "moderate" or "large");
        var apart = shift.Features.Count(feature => Math.Abs(feature.StandardizedDifference ?? 0) >= 0.2);
        text.Append(CultureInfo.InvariantCulture,
            $"  {shifted} of {shift.Features.Length} features differ moderately or more (population stability index of 0.1 and above, and p below "
            + $"{FeatureShift.BeyondChance}); {apart} by 0.2 standard deviations or more.\n");
        return text.ToString();
    }

    private static string[] Row(FeatureShift one) =>
    [
        one.Feature,
        one.Kind == ColumnKind.Numeric ? Spread(one.ReferenceMean, one.ReferenceDeviation) : Share(one, reference: true),
        one.Kind == ColumnKind.Numeric ? Spread(one.Mean, one.Deviation) : Share(one, reference: false),
        string.Create(CultureInfo.InvariantCulture, $"{100 * one.ReferenceMissingFraction:0} % → {100 * one.MissingFraction:0} %"),
        Number(one.StandardizedDifference, "+0.00;-0.00;0.00"),
        Number(one.Comparison?.StabilityIndex, "0.00"),
        one.Comparison?.P is { } p ? p < 0.001 ? "<0.001" : Number(p, "0.000") : "-",
        one.Verdict,
    ];

    private static string Spread(double? mean, double? deviation) => mean is null ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{mean:G4} ± {deviation:G3}");

    /// <summary>Of the level that differs most.</summary>
    private static string Share(FeatureShift one, bool reference)
    {
        if (one.Bins.FirstOrDefault(bin => bin.Name == one.Level) is not { } bin) return "-";
        return reference ? $"{bin.Name} {Percent(bin.Reference, one.ReferenceKnown)}" : $"{bin.Name} {Percent(bin.Found, one.Known)}";
    }

    private static string Percent(int part, int whole) => whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0} %");

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
