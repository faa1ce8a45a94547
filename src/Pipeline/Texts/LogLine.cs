using System.Globalization;

namespace AxSpa.Pipeline.Texts;

/// <summary>How much a line of a log matters.</summary>
public enum Severity { Debug, Info, Warn, Error }

/// <summary>One line of <c>run.log</c> or of an attempt's <c>trainer.log</c>: when (UTC), how much it matters, what.</summary>
public sealed record LogLine(DateTimeOffset At, Severity Severity, string Text)
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fff'Z'";

    /// <summary>What of a text is kept in one line.</summary>
    public const int Longest = 4000;

    /// <summary><c>2026-11-26T03:16:18.123Z warn  no orientation</c>: one line whatever the text holds, without its end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Moment(At)} {Word(Severity),-5} {OneLine(Text)}");

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <returns>Null: the line does not begin with a time, as where it was cut.</returns>
    public static LogLine? Parse(string line)
    {
        var blank = line.IndexOf(' ');
        if (blank < 0 || !DateTimeOffset.TryParseExact(line.AsSpan(0, blank), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return null;
        var rest = line[(blank + 1)..];
        foreach (var severity in Enum.GetValues<Severity>())
            if (rest.StartsWith(Word(severity) + " ", StringComparison.Ordinal))
                return new LogLine(at, severity, rest[Word(severity).Length..].TrimStart());
        return new LogLine(at, Severity.Info, rest); // of a version that wrote no severities
    }

    /// <summary>A text that may hold anything, as one line of at most <see cref="Longest"/> letters without control characters.</summary>
    internal static string OneLine(string text)
    {
        var cut = text.Length > Longest ? text[..Longest] + " ..." : text;
        return VisibleText.Of(cut.ReplaceLineEndings(" "));
    }
}
