using System.Globalization;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// What a message may show of a table's cells. A value that several rows share is an answer, so is a short lower-case word, and
/// something like 12,5 or &lt;3 is a measurement; whatever else one row alone has may tell who the patient is, so only its form is
/// shown. Messages end up in logs.
/// </summary>
public static class CellText
{
    private const int LongestMeasurement = 10, MostDigits = 5, LongestWord = 10, MostListed = 20;
    private const string Table = ".csv";

    /// <summary>For a message: the value in quotation marks, or its form.</summary>
    public static string Shown(ClinicalTable table, int row, int column)
    {
        var cell = table.Rows[row][column];
        return IsHarmless(table, cell, column) ? $"'{TableException.Shortened(cell)}'" : $"a value of the form '{FormOf(cell)}'";
    }

    /// <summary>May the value itself be shown?</summary>
    public static bool IsHarmless(ClinicalTable table, string cell, int column) =>
        MissingValue.Is(cell) || IsMeasurement(cell) || IsWord(cell) || table.Rows.Where(row => row[column] == cell).Skip(1).Any();

    /// <summary>x for each letter and 9 for each digit: AX-0012 becomes xx-9999. The ending of a scan's name stays.</summary>
    public static string FormOf(string text)
    {
        var ending = Ending(text);
        var form = string.Concat(text[..^ending.Length].Select(c => char.IsDigit(c) ? '9' : char.IsLetter(c) ? 'x' : c)) + ending;
        return TableException.Shortened(form);
    }

    /// <summary>The forms of many names, the most frequent first.</summary>
    public static string FormsOf(IEnumerable<string> texts, int most = 3)
    {
        var forms = texts.CountBy(FormOf).OrderByDescending(form => form.Value).ThenBy(form => form.Key, StringComparer.Ordinal).ToList();
        return string.Join(", ", forms.Take(most).Select(form => string.Create(CultureInfo.InvariantCulture, $"'{form.Key}' ({form.Value})")))
            + (forms.Count > most ? " and others" : "");
    }

    /// <summary>The answers in a column; other values are counted.</summary>
    public static string Values(ClinicalTable table, int column)
    {
        var rows = table.Rows.CountBy(row => row[column], StringComparer.Ordinal).ToList();
        var answers = Answers(rows).ToList();
        var alone = rows.Count - answers.Count;
        return answers.Count == 0 ? string.Create(CultureInfo.InvariantCulture, $"{alone} different ones, of one row each")
            : TableException.Listed(answers, MostListed) + (alone == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {alone} of one row each"));
    }

    /// <summary>Values of a column that several rows have, or that are words; in ordinal order.</summary>
    public static IEnumerable<string> Answers(ClinicalTable table, int column) => Answers(table.Rows.CountBy(row => row[column], StringComparer.Ordinal));

    /// <param name="rows">Of each value.</param>
    public static IEnumerable<string> Answers(IEnumerable<KeyValuePair<string, int>> rows) =>
        rows.Where(value => value.Value > 1 || IsWord(value.Key)).Select(value => value.Key).Order(StringComparer.Ordinal);

    private static bool IsWord(string cell) => cell.Length <= LongestWord && cell.All(char.IsAsciiLetterLower);

    private static bool IsMeasurement(string cell) =>
        cell.Length <= LongestMeasurement && (char.IsAsciiDigit(cell[0]) || "+-<>=~.,".Contains(cell[0], StringComparison.Ordinal))
        && cell.Any(char.IsAsciiDigit) && cell.Count(char.IsDigit) <= MostDigits && cell.Count(char.IsLetter) <= 2;

    private static string Ending(string name) =>
        ScanEnding.Of(name) is { Length: > 0 } ending ? ending : name.EndsWith(Table, StringComparison.OrdinalIgnoreCase) ? name[^Table.Length..] : "";
}
