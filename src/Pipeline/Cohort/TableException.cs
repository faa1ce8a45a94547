using System.Globalization;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Cohort;

/// <summary>A table cannot be used: names the file, the row, the column, the rule and what to do; and the value, where it can be no patient's name.</summary>
public sealed class TableException : RefusedInputException
{
    public TableException(string path, string rule, Exception? inner = null) : base($"{path}: {rule}", inner) => Path = path;

    /// <param name="row">Data rows from 1, the header not counted.</param>
    /// <param name="line">Lines of the file from 1, as editors count.</param>
    /// <param name="value">As a message may show it: <see cref="CellText.Shown"/>.</param>
    public TableException(string path, int row, int line, string column, string value, string rule)
        : base(string.Create(CultureInfo.InvariantCulture, $"{path}, row {row} (line {line}), column '{column}': {value} {rule}")) =>
            (Path, Column) = (path, column);

    public string Path { get; }

    /// <summary>The column that is refused; null: none, or more than one.</summary>
    public string? Column { get; init; }

    /// <summary>What names a column that is not there: <c>cohort.exclude</c>; null: it is there.</summary>
    public string? AskedBy { get; init; }

    /// <summary>A value as a message shows it: one line, at most 60 characters.</summary>
    public static string Shortened(string value)
    {
        var oneLine = new string([.. value.Select(c => char.IsControl(c) ? ' ' : c)]);
        return VisibleText.Of(oneLine.Length <= 60 ? oneLine : $"{oneLine[..57]}...");
    }

    /// <summary>Some of many names, for a message.</summary>
    public static string Listed(IEnumerable<string> names, int most = 20)
    {
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(most).Select(Shortened));
        return all.Count <= most ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {all.Count - most} more");
    }
}
