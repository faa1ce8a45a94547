using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Specification;

/// <summary>The names of columns and levels in a specification, in the form in which they are compared with those of a table.</summary>
internal static class ComparedNames
{
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
                Columns = cohort.Columns.DistinctBy(column => form(column.Key))
                    .ToImmutableSortedDictionary(column => form(column.Key), column => column.Value, StringComparer.Ordinal),
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
}
