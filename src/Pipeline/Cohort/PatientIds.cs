using System.Collections.Immutable;
using System.Globalization;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Who each row is: the text of a column, or the row's own number.</summary>
internal static class PatientIds
{
    /// <summary>Instead of a column: each row is a patient, numbered from 1 as in the file.</summary>
    public const string Row = "row";

    /// <returns>[row] ids, each once. With <c>row</c> they follow the order of the file, so sorting the file makes other patients.</returns>
    /// <exception cref="TableException">An id is missing, occurs twice, or holds a control character.</exception>
    public static ImmutableArray<string> Read(ClinicalTable table, string patientId)
    {
        if (patientId == Row && !table.Header.Contains(Row))
            return [.. Enumerable.Range(1, table.Rows.Length).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var column = table.ColumnOf(patientId, "cohort.patientId (or write 'patientId: row' to take each row as a patient)");
        var firstRow = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < table.Rows.Length; row++)
        {
            var id = table.Rows[row][column];
            if (MissingValue.Is(id)) throw table.Refuse(row, column, "is no patient id. Fill it in, or take the row out of the file");
            if (id.Any(char.IsControl)) throw table.RefuseUnseen(row, column, "holds a line break or control character, which no id may. Correct the cell");
            if (!firstRow.TryAdd(id, row))
                throw table.RefuseUnseen(row, column, string.Create(CultureInfo.InvariantCulture,
                    $"is already the patient of row {firstRow[id] + 1} (line {table.Lines[firstRow[id]]}){OtherCells(table, firstRow[id], row)}. A patient "
                    + $"has one row, so that nobody is in two sets: merge or delete one"));
        }
        return [.. table.Rows.Select(row => row[column])];
    }

    private static string OtherCells(ClinicalTable table, int first, int second)
    {
        var different = Enumerable.Range(0, table.Header.Length).Where(column => table.Rows[first][column] != table.Rows[second][column])
            .Select(column => table.Header[column]).ToList();
        return different.Count == 0 ? ", with equal cells" : $"; they differ in {TableException.Listed(different, 6)}";
    }
}
