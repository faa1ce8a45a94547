using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace AxSpa.Plots;

/// <summary>
/// Ticks at round values, few enough for large numbers, all with the same decimals and a true minus sign, as journals want them.
/// </summary>
internal sealed record TickMarks(double[] At, string[] Labels)
{
    public ITickGenerator Generator => new NumericManual(At, Labels);

    /// <param name="atMost">How many ticks fit.</param>
    public static TickMarks Round(double low, double high, int atMost = 7)
    {
        var step = Step(high - low, atMost);
        var decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        var marks = Enumerable.Range(0, (int)(last - first + 1)).Select(i => (first + i) * step).ToArray();
        return new TickMarks(marks, [.. marks.Select(mark => Text(mark, decimals))]);
    }

    /// <summary>Whole numbers only, for epochs.</summary>
    public static TickMarks Whole(int low, int high, int atMost = 10)
    {
        var step = Math.Max(1, (int)Math.Round(Step(high - low, atMost)));
        var marks = Enumerable.Range(0, (high / step) + 1).Select(i => i * step).Where(mark => mark >= low).ToArray();
        return new TickMarks([.. marks.Select(mark => (double)mark)], [.. marks.Select(mark => Text(mark, 0))]);
    }

    /// <summary>The smallest of 1, 2 and 5 times a power of ten that gives no more than so many ticks.</summary>
    private static double Step(double span, int atMost)
    {
        if (!(span > 0))
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / atMost)));
        return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(step => span / step <= atMost);
    }

    private static string Text(double mark, int decimals)
    {
        var text = Math.Abs(mark).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return mark < 0 && text.Any(digit => digit is >= '1' and <= '9') ? "−" + text : text;
    }
}
