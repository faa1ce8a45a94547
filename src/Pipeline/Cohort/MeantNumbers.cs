using System.Globalization;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>A column's cells by what they are, or are meant as, among numbers: what to say where some of them cannot be read.</summary>
/// <param name="Numbers">Cells that are read as numbers.</param>
/// <param name="Meant">Those, and what only looks otherwise: limits of detection, separators, another program's marks for missing values.</param>
/// <param name="Commas">Cells with a decimal comma.</param>
/// <param name="FirstUnread">The first row that is meant as a number or as missing and cannot be read; null: there is none, or nothing in the column is a
/// number.</param>
internal sealed record MeantNumbers(
    ClinicalTable Table, int Column, int Present, int Numbers, int Meant, int Commas, int? FirstUnread, IReadOnlyDictionary<NumberForm, int> Counts)
{
    /// <param name="present">Rows whose cell is not missing.</param>
    public static MeantNumbers Of(ClinicalTable table, int column, IReadOnlyList<int> present)
    {
        var forms = present.Select(row => (Row: row, Form: CellNumber.FormOf(table.Rows[row][column], table.Reading))).ToList();
        var counts = forms.CountBy(cell => cell.Form).ToDictionary();
        int Count(NumberForm form) => counts.GetValueOrDefault(form);
        var (numbers, unread) = (Count(NumberForm.Number), forms.Where(cell => cell.Form is not (NumberForm.Number or NumberForm.Text)).ToList());
        var anyNumber = present.Count - Count(NumberForm.Text) - Count(NumberForm.Missing) > 0;
        // A mark for a missing value is the last thing to ask about: with the numbers read, it may stand out.
        var first = unread.Where(cell => table.Rules >= RunRules.Second ? cell.Form != NumberForm.Missing : cell.Form == NumberForm.Comma)
            .Concat(unread)
            .Select(cell => (int?)cell.Row)
            .FirstOrDefault();
        return new MeantNumbers(
            table, column, present.Count, numbers, present.Count - Count(NumberForm.Text), Count(NumberForm.Comma), anyNumber ? first : null, counts);
    }

    /// <summary>What is meant by a cell, and how to have it read; the rule where nothing is known of it.</summary>
    /// <param name="isFeature">Of a cohort, whose specification may declare another type.</param>
    public string AdviceOr(int row, string rule, bool isFeature = true) =>
        CellNumber.FormOf(Cell(row), Table.Reading) is NumberForm.Number or NumberForm.Text ? rule : Advice(row, isFeature);

    /// <param name="row">Of a cell that is meant as a number or as missing.</param>
    /// <param name="isFeature">Of a cohort, whose specification may declare another type.</param>
    public string Advice(int row, bool isFeature = true)
    {
        var (cell, form, name) = (Cell(row), CellNumber.FormOf(Cell(row), Table.Reading), Table.Header[Column]);
        var among = Present == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", one of {Counts[form]} such cells beside {Numbers} numbers");
        var otherwise = !isFeature
            ? "The model was fitted on numbers here"
            : $"Or declare the column under cohort.columns as '{name}: categorical', if its values are no measurements";
        return form switch
        {
            NumberForm.BelowLimit =>
                $"is below a limit of detection{among}. Say how to read it: 'belowLimit: half' under cohort takes half the limit, 'belowLimit: limit' the "
                + $"limit itself. {otherwise}",
            NumberForm.AboveLimit => $"is above a limit of measurement{among}, and nothing says how much. Write the number to be taken, or NA. {otherwise}",
            NumberForm.Thousands =>
                $"has separators between its thousands{among}. Write the number without them, and with a point before its decimals: 1234567.8. {otherwise}",
            NumberForm.WithUnit => $"has a unit or a word beside its number{among}. Write the number alone; a unit belongs into the column's name. {otherwise}",
            NumberForm.Comma => Table.Reading.Decimal == ','
                ? $"looks like a number with a decimal point{among}, and 'decimal: \",\"' under cohort says that this table has commas. Write it with a "
                + "comma, or take that key out"
                : $"looks like a number with a decimal comma{among}. Write it with a point (12.5), or say 'decimal: \",\"' under cohort",
            NumberForm.Missing => $"reads as if nothing was measured{among}. Say so: 'missing: [\"{cell}\"]' under cohort; or write NA. {otherwise}",
            NumberForm.Number or NumberForm.Text => throw new ArgumentOutOfRangeException(nameof(row), row, "The cell is read, or is no number at all."),
        };
    }

    private string Cell(int row) => Table.Rows[row][Column];
}
