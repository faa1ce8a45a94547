using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort;

/// <summary>Brings the cells of a table that is being read into their form, row by row, and counts where that changed something.</summary>
/// <param name="exact">A column whose cells stay as they are written, such as one of paths, whose files are called so; null: none does.</param>
internal sealed class CellReading(TableReading reading, int rules, string? exact)
{
    private readonly HashSet<string> _missing = new(reading.Missing.Select(CellForm.Of), StringComparer.Ordinal);
    private readonly Dictionary<string, string> _formed = new(StringComparer.Ordinal); // cells repeat
    private int[] _reformed = [];
    private int _exact = -1;

    private const int MostKept = 10_000;

    public TableReading Reading => reading;

    public ImmutableArray<int> Reformed => [.. _reformed];

    /// <exception cref="TableException">A column that is to be renamed is not there.</exception>
    public string[] Header(string path, string[] names)
    {
        _reformed = new int[names.Length];
        var header = rules >= RunRules.Second ? Array.ConvertAll(names, CellForm.Of) : names;
        var written = header.ToArray(); // two columns may exchange their names
        foreach (var (from, to) in reading.Rename)
        {
            var at = Array.IndexOf(written, CellForm.Of(from));
            if (at < 0 && written.Contains(CellForm.Of(to)))
                continue; // somebody did it by hand
            if (at < 0)
                throw new TableException(path,
                    $"there is no column '{from}', which cohort.rename names.{NearestName.Hint(from, header)} Columns: {TableException.Listed(header, 60)}.");
            header[at] = CellForm.Of(to);
        }
        _exact = exact is null ? -1 : Array.IndexOf(header, CellForm.Of(exact));
        return header;
    }

    /// <summary>Changes the cells in their places.</summary>
    public void Reform(string[] cells)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            if (column == _exact)
                continue;
            if (rules >= RunRules.Second && Formed(cells[column]) is var formed && !ReferenceEquals(formed, cells[column]))
            {
                // A blank that is written in another way is a blank.
                if (formed.Length > 0 && formed != cells[column]) _reformed[column]++;
                cells[column] = formed;
            }
            if (_missing.Count > 0 && _missing.Contains(cells[column]))
                cells[column] = "";
        }
    }

    private string Formed(string cell)
    {
        if (CellForm.IsPlain(cell))
            return cell;
        if (_formed.TryGetValue(cell, out var known))
            return known;
        var formed = CellForm.Of(cell);
        if (!ReferenceEquals(formed, cell) && _formed.Count < MostKept)
            _formed.Add(cell, formed);
        return formed;
    }
}
