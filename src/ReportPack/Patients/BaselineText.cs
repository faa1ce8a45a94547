using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Baseline;
using AxSpa.ReportPack.Layout;

namespace AxSpa.ReportPack.Patients;

/// <summary>A table 1 in the words of a paper: mean (SD), median [IQR], n (%), missing values, standardised differences.</summary>
internal static class BaselineText
{
    private static readonly Cell TooFew = new("n < 5");
    private static readonly Cell Nothing = new("");
    private static readonly Cell NotShown = new("–");

    public static Table Table(string id, string caption, BaselineTable baseline) => new(
        id, caption,
        ["Characteristic", .. baseline.Groups.Select(group => Invariant($"{group.Name} (n\u00A0=\u00A0{group.Patients})")), "SMD"],
        [.. baseline.Variables.SelectMany(variable => Rows(baseline, variable))],
        [
            $"SMD: standardised difference of {baseline.Compared.First.ToLowerInvariant()} and {baseline.Compared.Second.ToLowerInvariant()}, absolute; "
            + "about 0.1 is slight, 0.2 small, 0.5 medium. " +
            "Shares are of the patients with a value. IQR: first to third quartile.",
        ]);

    private static IEnumerable<TableRow> Rows(BaselineTable baseline, BaselineVariable variable)
    {
        var told = Told(baseline, variable);
        var rows = variable.Kind switch
        {
            ColumnKind.Numeric => Numbers(variable),
            ColumnKind.Binary =>
                [Level(variable.Levels[1] == "Yes" ? variable.Name : $"{variable.Name}: {variable.Levels[1]}", variable, told, level: 1,
                    Difference(variable, told))],
            ColumnKind.Categorical => Levels(variable, told),
        };
        foreach (var row in rows) yield return row;
        if (variable.Groups.Any(group => group.Missing > 0))
            yield return new TableRow("missing", "n (%)",
                [.. variable.Groups.Select(group => Share(group.Missing, group.Known + group.Missing)), Nothing])
            { IsSub = true };
    }

    private static IEnumerable<TableRow> Numbers(BaselineVariable variable)
    {
        yield return new TableRow(variable.Name, "mean (SD)", [.. variable.Groups.Select(Mean), Difference(variable, [])]);
        yield return new TableRow("", "median [IQR]", [.. variable.Groups.Select(Median), Nothing]) { IsSub = true };
    }

    private static IEnumerable<TableRow> Levels(BaselineVariable variable, SmallCounts.Told[][] told)
    {
        yield return new TableRow(variable.Name, "", [.. variable.Groups.Select(_ => Nothing), Difference(variable, told)]);
        for (var level = 0; level < variable.Levels.Length; level++)
            yield return Level(variable.Levels[level], variable, told, level, Nothing) with { IsSub = true };
    }

    private static TableRow Level(string heading, BaselineVariable variable, SmallCounts.Told[][] told, int level, Cell difference) => new(
        heading, "n (%)",
        [
            .. variable.Groups.Select((group, g) => IsTooFew(variable, group) ? TooFew
                : told[g][level].IsExact ? Share(group.Counts[level], group.Known)
                : new Cell(SmallCounts.Text(told[g][level]))),
            difference,
        ]);

    private static SmallCounts.Told[][] Told(BaselineTable baseline, BaselineVariable variable)
    {
        int[][] counts = [.. variable.Groups.Select(group => group.Counts.ToArray())];
        return variable.IsOfStudy
            ? [.. counts.Select(group => group.Select(SmallCounts.Told.Exactly).ToArray())]
            : SmallCounts.Tell(counts, baseline.Whole is null ? -1 : baseline.Groups.ToList().FindIndex(group => group.Name == baseline.Whole));
    }

    private static bool IsTooFew(BaselineVariable variable, GroupSummary group) => !variable.IsOfStudy && SmallCounts.IsSmall(group.Known);

    private static Cell Share(int count, int of) => of == 0 ? NotShown : new Cell(Invariant($"{count}"), Invariant($"({100.0 * count / of:0.0}%)"));

    private static Cell Mean(GroupSummary group) => Summary(group, numbers => numbers.StandardDeviation is { } deviation
        ? new Cell(Number(numbers.Mean, deviation), $"({Number(deviation, deviation)})")
        : new Cell(Number(numbers.Mean, 0)));

    private static Cell Median(GroupSummary group) => Summary(group, numbers =>
    {
        var spread = numbers.StandardDeviation ?? 0;
        var to = numbers.LowerQuartile < 0 ? " to " : "–";
        return new Cell(Number(numbers.Median, spread), $"[{Number(numbers.LowerQuartile, spread)}{to}{Number(numbers.UpperQuartile, spread)}]");
    });

    private static Cell Summary(GroupSummary group, Func<NumericSummary, Cell> text) =>
        SmallCounts.IsSmall(group.Known) ? TooFew : group.Numeric is { } numbers ? text(numbers) : NotShown;

    /// <summary>None where it would tell a count that the table hides.</summary>
    private static Cell Difference(BaselineVariable variable, SmallCounts.Told[][] told) =>
        variable.StandardizedDifference is { } difference && told.All(group => group.All(count => count.IsExact))
            && !variable.Groups.Any(group => IsTooFew(variable, group))
            ? new Cell(Invariant($"{difference:0.00}"))
            : NotShown;

    /// <summary>As many decimals as the spread deserves: one from a spread of 1, none from 1000, two digits of a smaller one.</summary>
    private static string Number(double value, double spread)
    {
        var decimals = spread >= 1000 ? 0 : spread is >= 1 or 0 ? 1 : Math.Min(5, 1 - (int)Math.Floor(Math.Log10(spread)));
        var text = Math.Abs(value).ToString($"F{decimals}", CultureInfo.InvariantCulture);
        return value < 0 && text.Any(digit => digit is >= '1' and <= '9') ? $"−{text}" : text;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
