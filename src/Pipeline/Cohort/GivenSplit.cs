using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Folds;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Sets, and perhaps folds, that the researcher decides: a column of the clinical table, or a file such as another run's split.csv.</summary>
/// <param name="Folds">[patient] null outside train, or where folds are to be drawn.</param>
/// <param name="UnknownPatients">Rows of the file, from 0, whose patients the clinical table does not have.</param>
internal sealed record GivenSplit(ImmutableArray<PatientSet> Sets, ImmutableArray<int?>? Folds, ImmutableArray<int> UnknownPatients)
{
    /// <summary>What a person should know of how the file was read.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    public static GivenSplit FromColumn(CohortTable cohort, string name)
    {
        var column = cohort.Table.ColumnOf(name, "split.column");
        return new GivenSplit([.. cohort.SourceRow.Select(row => SetAt(cohort.Table, row, column))], null, []);
    }

    /// <param name="path">Columns patient_id, set and, if the folds are given too, fold.</param>
    public static GivenSplit FromFile(CohortTable cohort, string path, int folds, ReadPermit? permit = null)
    {
        var table = ClinicalTable.Read(path, permit, rules: cohort.Table.Rules);
        var (id, set) = (table.ColumnOf("patient_id", "a split file needs and split.file"), table.ColumnOf("set", "a split file needs and split.file"));
        var fold = table.Header.IndexOf("fold");
        var rowOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < table.Rows.Length; row++)
            if (!rowOf.TryAdd(table.Rows[row][id], row))
                throw table.RefuseUnseen(
                    row, id, string.Create(CultureInfo.InvariantCulture, $"has a place already, in row {rowOf[table.Rows[row][id]] + 1}. A patient has one"));
        for (var patient = 0; patient < cohort.Ids.Length; patient++)
            if (!rowOf.ContainsKey(cohort.Ids[patient]))
                throw new TableException(path, $"the patient of {cohort.Place(patient)} has no row here. Add one, or make another split.");

        var rows = cohort.Ids.Select(patient => rowOf[patient]).ToImmutableArray();
        var sets = rows.Select(row => SetAt(table, row, set)).ToImmutableArray();
        var givesFolds = fold >= 0 && rows.Any(row => !MissingValue.Is(table.Rows[row][fold]));
        var known = cohort.Ids.ToHashSet(StringComparer.Ordinal);
        return new GivenSplit(
            sets,
            givesFolds ? [.. rows.Select((row, patient) => sets[patient] == PatientSet.Train ? FoldAt(table, row, fold, folds) : (int?)null)] : null,
            [.. Enumerable.Range(0, table.Rows.Length).Where(row => !known.Contains(table.Rows[row][id]))])
        {
            Warnings = TableWarnings.Reformed(table) is { } reformed ? [$"{Path.GetFileName(path)}: {reformed}"] : [],
        };
    }

    private static PatientSet SetAt(ClinicalTable table, int row, int column) =>
        SetWord.Parse(table.Rows[row][column]) ?? throw table.Refuse(row, column, $"is no set. Write {SetWord.Allowed}");

    private static int FoldAt(ClinicalTable table, int row, int column, int folds) =>
        int.TryParse(table.Rows[row][column], NumberStyles.None, CultureInfo.InvariantCulture, out var fold) && fold < folds
            ? fold
            : throw table.Refuse(row, column,
                string.Create(CultureInfo.InvariantCulture,
                    $"is no fold of a train patient. Write 0 to {folds - 1}, or leave the whole column out to have folds drawn"));
}
