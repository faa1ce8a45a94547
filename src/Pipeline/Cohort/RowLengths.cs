using System.Globalization;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// Watches a table's bytes while they are read, and refuses a row that is longer than any row of a cohort: parting it would take many times its own
/// memory, and a row without an end is all that is left of the file.
/// </summary>
internal sealed class RowLengths(string path, TableLimits limits)
{
    private bool _inQuotes;
    private long _row, _line = 1, _begins = 1, _bytes;

    /// <summary>The next part of the file.</summary>
    /// <exception cref="TableException">Names the row, its line and the limit.</exception>
    public void Watch(ReadOnlySpan<byte> part)
    {
        while (!part.IsEmpty)
        {
            // Quoted line breaks belong to the row.
            var next = part.IndexOfAny((byte)'"', (byte)'\n');
            _bytes += next < 0 ? part.Length : next + 1;
            if (_bytes > limits.MostRowBytes)
                throw TooLong();
            if (next < 0)
                return;
            if (part[next] == '"') _inQuotes = !_inQuotes;
            else
            {
                _line++;
                if (!_inQuotes) (_row, _begins, _bytes) = (_row + 1, _line, 0);
            }
            part = part[(next + 1)..];
        }
    }

    private TableException TooLong()
    {
        var (what, advice) = (_row == 0 ? "the header" : $"row {_row}",
            _inQuotes ? "Is a quotation mark there never closed?" : "Is this a table, with a line for each patient?");
        return new TableException(path, string.Create(CultureInfo.InvariantCulture,
            $"{what} (line {_begins}) has more than the {limits.MostRowBytes >> 10} KiB that a row may have. {advice}"));
    }
}
