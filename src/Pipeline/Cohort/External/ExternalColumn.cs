using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Pipeline.Cohort.External;

/// <summary>Reads a column as the model knows it; nothing is inferred from the new cells.</summary>
internal static class ExternalColumn
{
    /// <summary>
    /// A number must be one. Of a binary column, any other answer than the two counts as missing; of a categorical one, an unknown
    /// level is none of those the model knows (all its inputs are 0), as a level was that a fold had not seen. Both are told.
    /// </summary>
    /// <returns>The column with its unknown levels behind the known ones; [patient] values; and what a person should know.</returns>
    public static (ClinicalColumn Column, double[] Values, string? Warning) Read(ClinicalTable table, ImmutableArray<int> rows, ClinicalColumn known)
    {
        var at = table.Header.IndexOf(known.Name);
        if (known.Kind == ColumnKind.Numeric)
            return (known, [.. rows.Select(row => Number(table, row, at))], null);
        var (levels, pool) = (known.Levels.ToList(), known.Levels.IndexOf(RareLevels.Pool));
        var unknown = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var values = new double[rows.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var cell = table.Rows[rows[i]][at];
            if (MissingValue.Is(cell))
            {
                values[i] = double.NaN;
                continue;
            }
            var level = LevelOf(known, cell);
            if (level < 0)
            {
                unknown[cell] = unknown.GetValueOrDefault(cell) + 1;
                if (known.Kind == ColumnKind.Categorical)
                {
                    // The model's cohort may have had it, among levels that it does not keep by name; else it comes behind those that are known.
                    if (pool < 0 && !levels.Contains(cell)) levels.Add(cell);
                    level = pool >= 0 ? pool : levels.IndexOf(cell);
                }
            }
            values[i] = level < 0 ? double.NaN : level;
        }
        return (known with { Levels = [.. levels] }, values, unknown.Count == 0 ? null : Warning(known, unknown));
    }

    /// <returns>[patient] answers of columns of levels that are none of those: <c>smoking=vaping</c>.</returns>
    public static ImmutableArray<ImmutableArray<string>> UnknownIn(CohortTable cohort, ImmutableArray<ClinicalColumn> features)
    {
        var columns = features.Where(feature => feature.Kind != ColumnKind.Numeric)
            .Select(feature => (feature, At: cohort.Table.Header.IndexOf(feature.Name)))
            .ToArray();
        return
        [
            .. from row in cohort.SourceRow
               select (from column in columns
                       let cell = cohort.Table.Rows[row][column.At]
                       where !MissingValue.Is(cell) && LevelOf(column.feature, cell) < 0
                       select $"{column.feature.Name}={TableException.Shortened(cell)}").ToImmutableArray(),
        ];
    }

    /// <summary>Of the levels that the model knows; −1: none of them.</summary>
    private static int LevelOf(ClinicalColumn known, string cell) =>
        known.Kind == ColumnKind.Binary ? BinaryLevels.IndexIn(known.Levels, cell) : known.Levels.IndexOf(cell);

    private static double Number(ClinicalTable table, int row, int column)
    {
        var cell = table.Rows[row][column];
        if (MissingValue.Is(cell))
            return double.NaN;
        return table.TryNumber(cell, out var value) ? CellNumber.Checked(table, row, column, value)
            : throw table.Refuse(row, column, MeantNumbers.Of(table, column, [row])
                .AdviceOr(row, "is not a number, and the model was fitted on numbers here. Correct the cell, or write NA where it was not measured",
                    isFeature: false));
    }

    private static string Warning(ClinicalColumn known, SortedDictionary<string, int> unknown)
    {
        // Few have them: their names may tell who somebody is, and warnings end up in logs.
        var answers = unknown.Where(level => level.Value >= RareLevels.UsualLeast).Select(level => level.Key).ToList();
        var listed = string.Join(", and ", new[]
        {
            TableException.Listed(answers.Select(level => string.Create(CultureInfo.InvariantCulture, $"'{level}' ({unknown[level]})")), 8),
            answers.Count == unknown.Count ? ""
                : string.Create(CultureInfo.InvariantCulture, $"{unknown.Count - answers.Count} of fewer than {RareLevels.UsualLeast} rows each"),
        }.Where(part => part.Length > 0));
        return $"Column '{known.Name}' has levels that the model does not know: {listed}. It knows {TableException.Listed(known.Levels)}. "
            + (known.Kind == ColumnKind.Binary ? "They count as missing."
                : known.Levels.Contains(RareLevels.Pool)
                    ? $"Such a patient counts as '{RareLevels.Pool}', as those with a level that few had."
                    : "Such a patient counts as none of these.");
    }
}
