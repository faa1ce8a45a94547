using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Cohort.Inspection;

/// <summary>An inspection as plain lines for a terminal, or as one JSON object.</summary>
public static class SpecificationInspectionText
{
    private static readonly SpecificationInspectionJson Json = new(new JsonSerializerOptions(SpecificationInspectionJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // names of diseases and columns stay readable
    });

    public static string ToJson(this SpecificationInspection inspection) => JsonSerializer.Serialize(inspection, Json.SpecificationInspection);

    public static string ToText(this SpecificationInspection inspection)
    {
        var text = new StringBuilder();
        Line(text, "file", inspection.File);
        foreach (var refusal in inspection.Refusals) Line(text, "refused", refusal);
        foreach (var warning in inspection.Warnings) Line(text, "warning", warning);
        if (inspection.Cohort is not { } cohort)
            return text.Append("\nNo patients can be read before this is corrected.\n").ToString();
        if (inspection.IsRefused) text.Append("\nWithout what is refused, a run would have:\n");
        else text.Append('\n');
        Line(text, "patients", Group(cohort.Patients) + (cohort.Patients.Patients == cohort.RowsIn ? "" : Invariant($", of {cohort.RowsIn} rows")));
        foreach (var set in cohort.Sets) Line(text, set.Set, Group(set.Count));
        if (!cohort.Folds.IsEmpty)
            Line(text, "folds",
                Invariant($"{cohort.Folds.Length}, of {cohort.Folds.Min(fold => fold.Count.Patients)} to ")
                + Invariant($"{cohort.Folds.Max(fold => fold.Count.Patients)} patients"));
        if (inspection.Scans is { } scans)
            Line(text, "scans", Invariant($"{scans.Files} of {cohort.Patients.WithMri} patients, in {scans.Folder}, {scans.Chosen}"));
        foreach (var exclusion in cohort.Excluded)
            Line(text, "left out", Invariant($"{exclusion.Count} {exclusion.Reason}{(exclusion.First is { } first ? $" ({first})" : "")}"));
        AppendColumns(text, cohort);
        text.Append(inspection.IsRefused ? "\nA run would be refused.\n" : "\nA run would be accepted.\n");
        return text.ToString();
    }

    private static void AppendColumns(StringBuilder text, CohortReport cohort)
    {
        var width = cohort.Columns.Select(column => column.Name.Length)
            .Concat(cohort.ColumnsLeftOut.Select(column => column.Name.Length))
            .Append("column".Length)
            .Max();
        text.Append(CultureInfo.InvariantCulture, $"\n{"column".PadRight(width)}  as           missing  levels\n");
        foreach (var column in cohort.Columns)
            text.Append((Invariant($"{column.Name.PadRight(width)}  {column.Kind.ToString().ToLowerInvariant(),-11}  {column.Missing,7}  ")
                + Invariant($"{(column.Levels.IsEmpty ? "" : column.Levels.Length)}")).TrimEnd())
                .Append('\n');
        foreach (var column in cohort.ColumnsLeftOut)
            text.Append(CultureInfo.InvariantCulture, $"{column.Name.PadRight(width)}  no feature: {column.Reason}\n");
    }

    private static string Group(GroupCount group) => Invariant($"{group.Patients} ({group.Cases} cases, {group.Patients - group.Cases} controls)")
        + (group.WithMri == 0 ? "" : Invariant($", {group.WithMri} with MRI ({group.CasesWithMri} cases)"));

    private static void Line(StringBuilder text, string name, string value) => text.Append(name.PadRight(11)).Append(value).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SpecificationInspection))]
internal sealed partial class SpecificationInspectionJson : JsonSerializerContext;
