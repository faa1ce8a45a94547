using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Why a column is no feature.</summary>
internal sealed record LeftOutColumn(string Name, string Reason);

/// <summary>A clinical table understood as a specification says: patients, labels and feature columns, in ordinal order of the ids.</summary>
/// <param name="SourceRow">[patient] its row in <paramref name="Table"/>.</param>
/// <param name="Values">[column][patient]; NaN is missing.</param>
internal sealed record CohortTable(
    ClinicalTable Table, ImmutableArray<int> SourceRow, ImmutableArray<string> Ids, ImmutableArray<bool> IsCase,
    ImmutableArray<string?> Centers, ImmutableArray<ClinicalColumn> Columns, ImmutableArray<double[]> Values,
    ImmutableArray<LeftOutColumn> LeftOut)
{
    /// <summary>What a person should know of how the table was read.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Which labels there are, and whom they make a case; empty where the column holds 0 and 1.</summary>
    public ImmutableArray<LabelCount> Labels { get; init; } = [];

    /// <param name="withFeatures">False where the clinical branch is switched off: no column is typed or kept.</param>
    /// <param name="rules">Of the run (<see cref="RunRules"/>).</param>
    public static CohortTable Read(CohortOptions options, string? splitColumn, bool withFeatures, ReadPermit? permit = null, int rules = RunRules.Newest)
    {
        var table = ClinicalTable.Read(options.Clinical, permit, options.Reading, rules, exact: options.Mri?.IdFrom);
        var ids = PatientIds.Read(table, options.PatientId);
        var isCase = LabelColumn.Read(table, options.Label);
        RefuseIdsAsGroups(table, options.Center, options.PatientId, "cohort.center");
        var center = options.Center is { } name ? table.ColumnOf(name, "cohort.center") : -1;
        var order = Enumerable.Range(0, ids.Length).OrderBy(row => ids[row], StringComparer.Ordinal).ToImmutableArray();

        var leftOut = Roles(table, options, splitColumn);
        var columns = ImmutableArray.CreateBuilder<ClinicalColumn>();
        var values = ImmutableArray.CreateBuilder<double[]>();
        var warnings = ImmutableArray.CreateBuilder<string>();
        for (var c = 0; c < table.Header.Length; c++)
        {
            if (leftOut.ContainsKey(table.Header[c])) continue;
            if (!withFeatures) leftOut.Add(table.Header[c], "the clinical branch is switched off");
            else if (ColumnTyping.Read(table, c, options.Columns.GetValueOrDefault(table.Header[c])) is var (column, byRow))
            {
                if (byRow.Length == 0)
                {
                    leftOut.Add(table.Header[c],
                        string.Create(CultureInfo.InvariantCulture,
                            $"{column.Levels.Length} different texts, nearly one for each patient: names, dates or free text"));
                    warnings.Add($"Column '{column.Name}' is no feature: it has {leftOut[table.Header[c]]}. List it in cohort.exclude, or declare it under "
                        + "cohort.columns if it holds answers.");
                    continue;
                }
                double[] byPatient = [.. order.Select(row => byRow[row])];
                if (rules >= RunRules.Second) warnings.AddRange(TableWarnings.MissingMarks(column));
                warnings.AddRange(RareLevels.Misspelled(column, byPatient, options.RareLevels));
                var (pooled, pooledValues) = RareLevels.Pooled(column, byPatient, options.RareLevels);
                columns.Add(pooled);
                values.Add(pooledValues);
            }
            else leftOut.Add(table.Header[c], "no cell holds a value");
        }
        if (TableWarnings.Reformed(table) is { } reformed) warnings.Insert(0, reformed);
        if (rules >= RunRules.Second) warnings.AddRange(TableWarnings.AlikeIds(ids, options.PatientId));
        if (TableWarnings.KeptLevels(columns, values, options.RareLevels, rules) is { } kept) warnings.Add(kept);
        var labels = LabelColumn.Counts(table, options.Label);
        if (LabelColumn.Told(labels, options.Label) is { } told) warnings.Add(told);
        if (rules >= RunRules.Second) RefuseTwoFeaturesOfOneName(table, columns);
        return new CohortTable(
            table, order, [.. order.Select(row => ids[row])], [.. order.Select(row => isCase[row])],
            [.. order.Select(row => center < 0 || MissingValue.Is(table.Rows[row][center]) ? null : table.Rows[row][center])],
            columns.ToImmutable(), values.ToImmutable(),
            [.. table.Header.Where(leftOut.ContainsKey).Select(column => new LeftOutColumn(column, leftOut[column]))])
        {
            Warnings = warnings.ToImmutable(),
            Labels = labels,
        };
    }

    /// <summary>A level is a feature under its column's name and its own: <c>site=2</c>.</summary>
    private static void RefuseTwoFeaturesOfOneName(ClinicalTable table, IEnumerable<ClinicalColumn> columns)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in columns)
            foreach (var feature in column.Kind == ColumnKind.Categorical ? column.Levels.Select(level => $"{column.Name}={level}") : [column.Name])
                if (!named.TryAdd(feature, column.Name))
                    throw new TableException(table.Path,
                        $"columns '{named[feature]}' and '{column.Name}' would both give a feature '{TableException.Shortened(feature)}'. Rename one of them "
                        + "under cohort.rename, or list it in cohort.exclude.");
    }

    /// <summary>Where a patient stands in the file, for messages: row 12 (line 13) of patients.csv.</summary>
    public string Place(int patient) =>
        string.Create(CultureInfo.InvariantCulture, $"row {SourceRow[patient] + 1} (line {Table.Lines[SourceRow[patient]]}) of {Path.GetFileName(Table.Path)}");

    /// <exception cref="TableException">What makes groups of patients names single patients.</exception>
    internal static void RefuseIdsAsGroups(ClinicalTable table, string? column, string patientId, string use)
    {
        if (column == patientId && table.Header.Contains(patientId))
            throw new TableException(table.Path,
                $"{use} names '{column}', the column of the patients' ids: each patient would be a group, under that name. Name another column.")
            {
                Column = column,
                AskedBy = use
            };
    }

    /// <summary>The columns that have another office than being a feature.</summary>
    private static Dictionary<string, string> Roles(ClinicalTable table, CohortOptions options, string? splitColumn)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        void Give(string? column, string role)
        {
            if (column is not null && table.Header.Contains(column)) roles.TryAdd(column, role);
        }
        Give(options.Label.Column, "label");
        Give(options.PatientId, "patient id");
        Give(options.Center, "center");
        Give(splitColumn, "split");
        Give(options.Mri?.IdFrom, "path of the scan");
        foreach (var column in options.Exclude)
        {
            table.ColumnOf(column, "cohort.exclude");
            roles.TryAdd(column, "excluded by the specification");
        }
        foreach (var (column, type) in options.Columns)
        {
            table.ColumnOf(column, "cohort.columns");
            if (roles.TryGetValue(column, out var role) && type != "ignore")
                throw new TableException(table.Path,
                    $"column '{column}' is declared {type} under cohort.columns, but it is no feature: {role}. Take it out of cohort.columns.")
                {
                    Column = column,
                    AskedBy = "cohort.columns"
                };
            if (type == "ignore") roles.TryAdd(column, "ignored by the specification");
        }
        return roles;
    }
}
