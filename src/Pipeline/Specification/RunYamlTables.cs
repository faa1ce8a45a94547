using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Specification;

/// <summary>The keys of a <c>cohort</c> section that say how a table's cells are read, and how they are written back.</summary>
internal static class RunYamlTables
{
    private const string Keep = "keep";

    public static TableReading Reading(RunYamlSection cohort) => new()
    {
        Decimal = cohort.Choice("decimal", '.', (".", '.'), (",", ','), ("point", '.'), ("comma", ',')),
        Missing = cohort.Texts("missing", []),
        BelowLimit = cohort.Choice("belowLimit", BelowLimit.Refused, ("half", BelowLimit.Half), ("limit", BelowLimit.Limit), ("none", BelowLimit.Refused)),
        Rename = cohort.Names("rename", "{ Alter: age_years }"),
    };

    /// <summary>Nothing was pooled by the first rules.</summary>
    public static int RareLevels(RunYamlSection cohort, int rules) =>
        cohort.IsWord("rareLevels", Keep) ? 1 : cohort.Integer("rareLevels", LeastUnsaid(rules), 1, 1000);

    /// <summary>What is left out of the canonical text at its default, since the key of a run is made from it and is older than these keys.</summary>
    public static IEnumerable<string> Lines(CohortOptions cohort, int rules, Func<string, string> scalar)
    {
        var reading = cohort.Reading;
        if (reading.Decimal != '.') yield return $"  decimal: \"{reading.Decimal}\"";
        if (!reading.Missing.IsEmpty) yield return $"  missing: [{string.Join(", ", reading.Missing.Select(scalar))}]";
        if (reading.BelowLimit != BelowLimit.Refused) yield return $"  belowLimit: {(reading.BelowLimit == BelowLimit.Half ? "half" : "limit")}";
        if (!reading.Rename.IsEmpty) yield return $"  rename: {{ {string.Join(", ", reading.Rename.Select(name => $"{scalar(name.Key)}: {scalar(name.Value)}"))} }}";
        if (cohort.RareLevels != LeastUnsaid(rules)) yield return FormattableString.Invariant($"  rareLevels: {(cohort.RareLevels == 1 ? Keep : cohort.RareLevels)}");
    }

    /// <summary>Names that the specification gives columns and values are compared with those of the table in one form.</summary>
    public static RunSpecification Formed(RunSpecification run)
    {
        var cohort = run.Cohort;
        Func<string, string> form = CellForm.Of;
        ImmutableArray<string> All(ImmutableArray<string> texts) => [.. texts.Select(form).Distinct(StringComparer.Ordinal)];
        string? Perhaps(string? text) => text is null ? null : form(text);
        return run with
        {
            Cohort = cohort with
            {
                PatientId = form(cohort.PatientId),
                Label = new LabelOptions(form(cohort.Label.Column), All(cohort.Label.Positive), All(cohort.Label.Negative)),
                Exclude = All(cohort.Exclude),
                Columns = cohort.Columns.DistinctBy(column => form(column.Key)).ToImmutableSortedDictionary(column => form(column.Key), column => column.Value, StringComparer.Ordinal),
                Center = Perhaps(cohort.Center),
                Mri = cohort.Mri is { } files ? files with { IdFrom = Perhaps(files.IdFrom) } : null,
            },
            Split = run.Split with { Column = Perhaps(run.Split.Column) },
            Evaluation = run.Evaluation with
            {
                Subgroups = run.Evaluation.Subgroups is { } groups ? [.. groups.Select(group => group with { Column = form(group.Column) })] : null,
            },
        };
    }

    private static int LeastUnsaid(int rules) => rules >= RunRules.Second ? Cohort.RareLevels.UsualLeast : 1;
}
