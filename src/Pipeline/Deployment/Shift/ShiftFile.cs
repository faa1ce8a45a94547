using System.Globalization;
using System.Text;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Deployment.Shift;

/// <summary>shift.csv, a line per feature and answer, and shift_bins.csv with the counts behind it; numbers in the shortest text that reads back.</summary>
public static class ShiftFile
{
    public static void Write(string path, CohortShift shift)
    {
        var csv =
            new StringBuilder("what,name,kind,training_known,training_missing,known,missing,training_mean,training_sd,mean,sd,standardized_difference,"
                + "level,stability_index,chi_square,degrees_of_freedom,p,shift\n");
        foreach (var (what, one) in Lines(shift))
            csv.AppendJoin(',', what, Cell(one.Feature), one.Kind.ToString()
                .ToLowerInvariant(), one.ReferenceKnown, one.ReferenceMissing, one.Known, one.Missing,
                Text(one.ReferenceMean), Text(one.ReferenceDeviation), Text(one.Mean), Text(one.Deviation), Text(one.StandardizedDifference),
                Cell(one.Level ?? ""),
                Text(one.Comparison?.StabilityIndex), Text(one.Comparison?.ChiSquare),
                one.Comparison?.DegreesOfFreedom.ToString(CultureInfo.InvariantCulture) ?? "",
                Text(one.Comparison?.P), one.Verdict).Append('\n');
        AtomicFile.Write(path, csv.ToString());
    }

    public static void WriteBins(string path, CohortShift shift)
    {
        var csv = new StringBuilder("what,name,bin,training_patients,patients\n");
        foreach (var (what, one) in Lines(shift))
            foreach (var bin in one.Bins)
                csv.Append(CultureInfo.InvariantCulture, $"{what},{Cell(one.Feature)},{Cell(bin.Name)},{bin.Reference},{bin.Found}\n");
        AtomicFile.Write(path, csv.ToString());
    }

    private static IEnumerable<(string What, FeatureShift Shift)> Lines(CohortShift shift) =>
        [.. shift.Features.Select(feature => ("feature", feature)), .. shift.Answers.Select(answer => ("answer", answer))];

    private static string Cell(string text) => CsvCell.Quoted(CsvCell.ForReading(text));

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
