using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort.External;

/// <summary>Another cohort's clinical table, read as a model asks for: its features by name, with its types and levels.</summary>
internal static class ExternalTable
{
    /// <param name="features">Of the model, in its order.</param>
    /// <param name="withLabels">Every patient has a label, or the table is refused; else labels are not looked at.</param>
    /// <exception cref="TableException">Features are missing (all of them are named), or a cell cannot be used.</exception>
    public static (CohortTable Table, ImmutableArray<string> Warnings) Read(
        ExternalCohortOptions options, ImmutableArray<ClinicalColumn> features, bool withLabels)
    {
        var table = ClinicalTable.Read(options.Clinical, reading: options.Reading, rules: options.Rules, exact: options.Mri?.IdFrom);
        var ids = PatientIds.Read(table, options.PatientId);
        RefuseWhatIsMissing(table, features);
        var order = Enumerable.Range(0, ids.Length).OrderBy(row => ids[row], StringComparer.Ordinal).ToImmutableArray();
        var isCase = withLabels ? LabelColumn.Read(table, options.Label!, bothClasses: false) : [.. new bool[ids.Length]];
        CohortTable.RefuseIdsAsGroups(table, options.Center, options.PatientId, "cohort.center");
        var center = options.Center is { } name ? table.ColumnOf(name, "cohort.center") : -1;

        var warnings = ImmutableArray.CreateBuilder<string>();
        if (TableWarnings.Reformed(table) is { } reformed) warnings.Add(reformed);
        warnings.AddRange(TableWarnings.AlikeIds(ids, options.PatientId));
        if (withLabels && LabelColumn.Told(LabelColumn.Counts(table, options.Label!), options.Label!) is { } told) warnings.Add(told);
        if (options is { ModelReading.BelowLimit: not BelowLimit.Refused and var fitted, Reading.BelowLimit: not BelowLimit.Refused and var read }
            && fitted != read)
            warnings.Add($"Values below a limit of detection are read as {Words(read)} here, and were read as {Words(fitted)} for the model: the "
                + "same cell is another number.");
        var columns = ImmutableArray.CreateBuilder<ClinicalColumn>(features.Length);
        var values = ImmutableArray.CreateBuilder<double[]>(features.Length);
        foreach (var feature in features)
        {
            var (column, byPatient, warning) = ExternalColumn.Read(table, order, feature);
            columns.Add(column);
            values.Add(byPatient);
            if (warning is not null) warnings.Add(warning);
            if (byPatient.All(double.IsNaN))
                warnings.Add($"Column '{feature.Name}' has no value that the model knows in any row: it counts as missing for everybody.");
        }
        if (features.Length > 0
            && Enumerable.Range(0, order.Length).Count(patient => values.All(column => double.IsNaN(column[patient]))) is > 0 and var unmeasured)
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{unmeasured} patients have no clinical value at all; theirs are imputed as in training, and such an answer says little."));
        return (new CohortTable(
            table, order, [.. order.Select(row => ids[row])], [.. order.Select(row => isCase[row])],
            [.. order.Select(row => center < 0 || MissingValue.Is(table.Rows[row][center]) ? null : table.Rows[row][center])],
            columns.ToImmutable(), values.ToImmutable(), []), warnings.ToImmutable());
    }

    private static string Words(BelowLimit read) => read switch
    {
        BelowLimit.Refused => "nothing",
        BelowLimit.Half => "half the limit",
        BelowLimit.Limit => "the limit",
    };

    private static void RefuseWhatIsMissing(ClinicalTable table, ImmutableArray<ClinicalColumn> features)
    {
        var missing = features.Where(feature => !table.Header.Contains(feature.Name)).ToList();
        if (missing.Count == 0)
            return;
        var named = string.Join(", ", missing.Select(feature => $"'{feature.Name}' ({What(feature)}){NearestName.Hint(feature.Name, table.Header)}"));
        throw new TableException(table.Path,
            $"the model needs {(missing.Count == 1 ? "a feature" : $"{missing.Count} features")} that this table has no column for: {named}. "
            + $"Name the columns as the model does; a column of blanks says that nobody was measured. {table.Columns}");
    }

    private static string What(ClinicalColumn feature) =>
        feature.Kind == ColumnKind.Numeric ? "a number" : $"one of {TableException.Listed(feature.Levels, 6)}";
}
