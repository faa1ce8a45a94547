using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Evaluation.Scoring;

/// <summary>Somebody's table of outcomes and probabilities, read and checked.</summary>
/// <param name="IsCase">[rows]</param>
/// <param name="Patient">[rows] 0, 1, … by first appearance.</param>
/// <param name="Models">Names of the columns.</param>
/// <param name="Probability">[model][rows]; NaN where the cell is empty.</param>
/// <param name="Subgroups">Their levels are by row.</param>
/// <param name="PatientColumn">Null: every row is a patient of its own.</param>
/// <param name="LeftOut">Rows that were not asked for.</param>
public sealed record ScoreTable(
    bool[] IsCase, int[] Patient, ImmutableArray<string> Models, ImmutableArray<double[]> Probability, ImmutableArray<SubgroupColumn> Subgroups,
    string? PatientColumn, int LeftOut)
{
    /// <summary>What a person should know of how the table was read; null: nothing.</summary>
    public string? Note { get; init; }

    private const string UsualPatient = "patient_id", UsualProbability = "probability", Ending = "_probability";

    /// <exception cref="TableException">Names the file, row, column, value and rule.</exception>
    public static ScoreTable Read(string path, ScoreOptions options)
    {
        var table = ClinicalTable.Read(path);
        var rows = Wanted(table, options.Where);
        var models = ModelColumns(table, rows, options);
        var patientColumn = options.Patient ?? (table.Header.Contains(UsualPatient) ? UsualPatient : null);
        return new ScoreTable(
            Labels(table, rows, options), Patients(table, rows, patientColumn), models,
            [.. models.Select(model => Probabilities(table, rows, table.ColumnOf(model, "--probability")))],
            [.. options.Subgroups.Select(group => Subgroup(table, rows, group))], patientColumn, table.Rows.Length - rows.Length)
        { Note = TableWarnings.Reformed(table) };
    }

    private static int[] Wanted(ClinicalTable table, ImmutableArray<string> conditions)
    {
        var rows = Enumerable.Range(0, table.Rows.Length);
        foreach (var condition in conditions)
        {
            if (condition.Split('=', 2) is not [var name, var value])
                throw new RefusedInputException($"--where {condition}: expected COLUMN=VALUE, such as set=test.");
            var column = table.ColumnOf(name, "--where");
            var wanted = CellForm.Of(value);
            rows = rows.Where(row => table.Rows[row][column] == wanted);
        }
        return rows.ToArray() is { Length: > 0 } left
            ? left
            : throw new TableException(table.Path, $"no row is left by --where {string.Join(" --where ", conditions)}.");
    }

    private static ImmutableArray<string> ModelColumns(ClinicalTable table, int[] rows, ScoreOptions options)
    {
        if (!options.Probabilities.IsEmpty)
            return options.Probabilities.Distinct(StringComparer.Ordinal).Count() == options.Probabilities.Length
                ? options.Probabilities
                : throw new RefusedInputException("--probability names a column twice.");
        // A run without MRI has a column of its probabilities all the same, and nothing in it.
        var usual = table.Header.Where((name, column) => (name == UsualProbability || name.EndsWith(Ending, StringComparison.Ordinal))
            && rows.Any(row => !MissingValue.Is(table.Rows[row][column]))).ToImmutableArray();
        return usual.IsEmpty
            ? throw new TableException(table.Path,
                $"no column that is named '{UsualProbability}' or ends in '{Ending}' holds a value. Say which hold probabilities with "
                + $"--probability. {table.Columns}")
            : usual;
    }

    private static bool[] Labels(ClinicalTable table, int[] rows, ScoreOptions options)
    {
        var column = table.ColumnOf(options.Label, "--label");
        ImmutableArray<string> all = [.. options.Positive.Select(CellForm.Of)];
        foreach (var positive in all)
            if (!rows.Any(row => table.Rows[row][column] == positive))
                throw new TableException(table.Path,
                    $"'{positive}' of --positive never occurs in column '{options.Label}'.{NearestName.Hint(positive, CellText.Answers(table, column))}");
        bool[] isCase = [.. rows.Select(row => LabelOf(table, row, column, all))];
        if (!all.IsEmpty)
            LabelColumn.RefuseDoubtful(table, rows, column, all, [], "--positive", negativeKey: null);
        return isCase;
    }

    private static bool LabelOf(ClinicalTable table, int row, int column, ImmutableArray<string> positive)
    {
        var cell = table.Rows[row][column];
        if (MissingValue.Is(cell)) throw table.Refuse(row, column, "is no label, and every row needs one. Fill it in, or take the row out");
        if (!positive.IsEmpty) return positive.Contains(cell);
        return ColumnTyping.TryNumber(cell, out var value) && value is 0 or 1
            ? value == 1
            : throw table.Refuse(row, column, "is not 0 or 1. Say which values count as a case with --positive VALUE");
    }

    private static int[] Patients(ClinicalTable table, int[] rows, string? name)
    {
        if (name is null) return EvaluatedPopulation.EachItsOwn(rows.Length);
        var column = table.ColumnOf(name, "--patient");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. rows.Select(row =>
        {
            var id = table.Rows[row][column];
            if (MissingValue.Is(id)) throw table.Refuse(row, column, "is no patient id, and every row needs one. Fill it in, or take the row out");
            numbers.TryAdd(id, numbers.Count);
            return numbers[id];
        })];
    }

    private static double[] Probabilities(ClinicalTable table, int[] rows, int column) =>
    [
        .. rows.Select(row =>
        {
            var cell = table.Rows[row][column];
            if (MissingValue.Is(cell)) return double.NaN;
            return ColumnTyping.TryNumber(cell, out var value) && value is >= 0 and <= 1
                ? value
                : throw table.Refuse(row, column, DecimalComma.Pointed(cell) is { } pointed
                    ? $"has a decimal comma. Write numbers with a decimal point: {pointed}"
                    : "is not a probability from 0 to 1. Turn other scores into probabilities first, for example by Platt scaling on patients "
                    + "that are not in this table");
        }),
    ];

    private static SubgroupColumn Subgroup(ClinicalTable table, int[] rows, string asked)
    {
        var bands = ImmutableArray<double>.Empty;
        var name = asked;
        if (!table.Header.Contains(asked) && asked.LastIndexOf(':') is > 0 and var colon)
        {
            name = asked[..colon];
            bands = [.. asked[(colon + 1)..].Split(',').Select(text => ColumnTyping.TryNumber(text, out var limit)
                ? limit
                : throw new RefusedInputException($"--subgroup {asked}: '{text}' is no number. Bands are written as {name}:30,45."))];
            if (bands.Zip(bands.Skip(1)).Any(pair => pair.First >= pair.Second))
                throw new RefusedInputException($"--subgroup {asked}: the limits must rise, such as {name}:30,45.");
        }
        return SubgroupReading.Of(table, rows, new SubgroupOptions(name, bands), table.ColumnOf(name, "--subgroup"), "--subgroup");
    }
}
