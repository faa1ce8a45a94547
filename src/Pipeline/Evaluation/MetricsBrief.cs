using System.Collections.Immutable;
using AxSpa.Pipeline.Texts;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>What a run comes to on one screen: the first lines of metrics.txt, why to be careful, and where the rest is.</summary>
public static class MetricsBrief
{
    /// <summary>Of the whole; a usual terminal has 24 to 50.</summary>
    public const int MostLines = 25;

    /// <summary>Of a line, in columns. Names of folders are not broken.</summary>
    public const int Width = 100;

    /// <summary>Of one warning; what is longer stands in full where the last lines say.</summary>
    private const int LinesOfAWarning = 3;

    /// <param name="warnings">Of the run, beside those of the figures.</param>
    /// <param name="whereToLook">The last lines, as they are.</param>
    public static ImmutableArray<string> Of(EvaluationReport report, IEnumerable<string> warnings, params ImmutableArray<string> whereToLook)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var model in report.Models)
            lines.AddRange(Caution(MetricsText.Headline(report, model)));
        lines.Add(report.Notice);
        ImmutableArray<ImmutableArray<string>> cautions =
        [
            .. report.Alarms.Select(alarm => Caution(alarm)),
            .. MetricsText.SmallSample(report) is [var first, .. var others]
                ? [[.. Caution(first), .. others.SelectMany(line => WrappedText.Lines(line, Width, "    "))]]
                : (ImmutableArray<string>[])[],
            .. warnings.Select(warning => Caution($"warning: {warning}")),
        ];
        AddWhatFits(lines, cautions, MostLines - lines.Count - whereToLook.Length);
        return [.. lines, .. whereToLook];
    }

    /// <summary>The most urgent first, each whole; the rest is counted.</summary>
    private static void AddWhatFits(ImmutableArray<string>.Builder lines, ImmutableArray<ImmutableArray<string>> cautions, int room)
    {
        for (var i = 0; i < cautions.Length; i++)
        {
            var isLast = i == cautions.Length - 1;
            if (cautions[i].Length > room - (isLast ? 0 : 1))
            {
                lines.Add(FormattableString.Invariant($"and {cautions.Length - i} more warnings, where the figures are"));
                return;
            }
            lines.AddRange(cautions[i]);
            room -= cautions[i].Length;
        }
    }

    private static ImmutableArray<string> Caution(string text)
    {
        ImmutableArray<string> lines = [.. WrappedText.Lines(VisibleText.Of(text), Width, "  ")];
        return lines.Length <= LinesOfAWarning
            ? lines
            : [.. lines.Take(LinesOfAWarning - 1), $"{lines[LinesOfAWarning - 1][..Math.Min(Width - 4, lines[LinesOfAWarning - 1].Length)]} ..."];
    }
}
