using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>What a cell is, or seems to be meant as, among numbers.</summary>
internal enum NumberForm { Number, BelowLimit, AboveLimit, Thousands, Comma, WithUnit, Missing, Text }

/// <summary>Reads cells as numbers, and tells what was meant by those that are none.</summary>
internal static partial class CellNumber
{
    /// <summary>
    /// Marks of other programs for nothing measured (SAS, pandas, R, Excel, SPSS, German and English tables). In a column of words each may be an answer.
    /// </summary>
    private static readonly HashSet<string> MissingMarks = new(StringComparer.OrdinalIgnoreCase)
    {
        ".", "<NA>", "<null>", "NaT", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A N/A", "-nan", "-", "--", "---", "–", "—", "?", "??",
        "/", "n.a.", "n. a.", "n/d", "n.d.", "nd",
        "k.A.", "k. A.", "kA", "k.A", "keine Angabe", "none", "missing", "unknown", "unk", "not done", "not measured", "nicht bestimmt", "n.b.", "unbekannt",
        "fehlt", "ausstehend", "pending", "tbd", "blank", "(blank)",
    };

    /// <summary>A finite number as the table writes them; a value below a limit where the reading says what it counts as.</summary>
    public static bool TryParse(string cell, TableReading reading, out double value)
    {
        if (TryPlain(cell, reading.Decimal, out value))
            return true;
        if (reading.BelowLimit == BelowLimit.Refused || cell is not ['<' or '≤', ..] || !TryPlain(Bound(cell), reading.Decimal, out value))
            return false;
        value = reading.BelowLimit == BelowLimit.Half ? value / 2 : value;
        return true;
    }

    /// <summary>
    /// The largest and the smallest number, zero aside, that single precision holds with all its digits to spare: networks and trees see single precision.
    /// </summary>
    private const double Most = 1e37, Least = 1e-37;

    /// <exception cref="TableException">The number would be infinite, or nothing, where it is used.</exception>
    public static double Checked(ClinicalTable table, int row, int column, double value)
    {
        var (size, isSecond) = (Math.Abs(value), table.Rules >= RunRules.Second);
        if (size > (isSecond ? Most : float.MaxValue))
            throw table.Refuse(row, column,
                "is too large: numbers are used in single precision, from 1e-37 to 1e37 in size. Is it another program's mark for a missing value? Write NA, "
                + "or list it under cohort.missing");
        if (isSecond && size is > 0 and < Least)
            throw table.Refuse(row, column,
                "is too small: numbers are used in single precision, from 1e-37 to 1e37 in size. Write 0, or give the column another unit");
        return value;
    }

    public static NumberForm FormOf(string cell, TableReading reading) =>
        TryParse(cell, reading, out _) ? NumberForm.Number
        : cell[0] is '<' or '≤' && IsAnyNumber(Bound(cell)) ? reading.BelowLimit == BelowLimit.Refused ? NumberForm.BelowLimit : FormOf(Bound(cell), reading)
        : cell[0] is '>' or '≥' && IsAnyNumber(Bound(cell)) ? NumberForm.AboveLimit
        : MissingMarks.Contains(cell) ? NumberForm.Missing
        : Thousands().IsMatch(cell) ? NumberForm.Thousands
        : Comma().IsMatch(cell) ? NumberForm.Comma
        : WithUnit().IsMatch(cell) ? NumberForm.WithUnit
        : NumberForm.Text;

    /// <summary>Reads as if nothing was known, whatever the column holds: marks that are no word of any language.</summary>
    public static bool IsMissingMark(string cell) =>
        cell is "<NA>" or "<null>" or "NaT" || MissingMarks.Contains(cell) && (cell.StartsWith('#') || !cell.Any(char.IsLetter));

    private static bool TryPlain(string cell, char point, out double value)
    {
        value = 0;
        if (point == ',' && cell.Contains('.', StringComparison.Ordinal))
            return false;
        return double.TryParse(point == ',' ? cell.Replace(',', '.') : cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    private static string Bound(string cell) => cell.TrimStart('<', '>', '≤', '≥', '=', ' ');

    private static bool IsAnyNumber(string text) => TryPlain(text, '.', out _) || TryPlain(text, ',', out _) || Thousands().IsMatch(text);

    /// <summary>1,234,567  1.234.567,8  1 234 567  1'234: with two separators at least, or one that is no decimal point.</summary>
    [GeneratedRegex(@"^[+-]?\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|(?:\.\d{3}){2,}(?:,\d+)?|(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+|(?: \d{3})+(?:[.,]\d+)?|(?:['’]\d{3})+(?:[.,]\d+)?)$")]
    private static partial Regex Thousands();

    /// <summary>5 mg/l, 5%, ~5, ca. 5: units of medicine, and words for roughly. A letter alone is rather a code, 2a, than a unit.</summary>
    [GeneratedRegex(@"^(?:(?:~|≈|±|ca\.?|approx\.?|about|etwa)\s*)?[+-]?\d+(?:[.,]\d+)?(?:\s*(?:%|°C|bpm|[kmµμn]g|[kmcdµμn]?g/(?:d?l|ml|kg|m2|m²)|[kmµμnp]?mol/l|(?:k|m|µ|μ)?(?:IU|U|IE|E)/(?:m?l)|[mc]m|mm/h|mm ?Hg|[mdµμ]l|years?|yrs?|y/o|Jahren?|months?|Monate?|days?|Tage?|weeks?|Wochen?|hours?|min|points?|Punkte?)| [a-zA-Zµμ])?$", RegexOptions.IgnoreCase)]
    private static partial Regex WithUnit();

    /// <summary>12,5 or 1,234 where numbers have points, 12.5 where they have commas.</summary>
    [GeneratedRegex(@"^[+-]?\d+[.,]\d+(?:[eE][+-]?\d+)?$")]
    private static partial Regex Comma();
}
