using System.Globalization;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;

namespace AxSpa.Commands.Logs;

/// <summary>Which lines of a log are wanted.</summary>
internal sealed record LogQuestion(Severity Least, DateTimeOffset? Since, bool Follow)
{
    public static readonly SwitchDescription Level = new(
        "--level", "Only lines that matter at least so much.", "LEVEL", [.. Enum.GetValues<Severity>().Select(LogLine.Word)]);

    public static readonly SwitchDescription SinceWhen = new(
        "--since", "Only lines of this time on: 90s, 15m, 2h or 1d ago, or a UTC time such as 2026-11-26T03:16:00Z.", "WHEN");

    public static readonly SwitchDescription Following = new("-f", "Go on with the lines that are still to come, until the run ends.");

    /// <exception cref="UsageException">The time is none.</exception>
    public static LogQuestion Of(GivenArguments arguments, DateTimeOffset now) => new(
        arguments.ValueOf(Level.Name) is { } level ? Enum.Parse<Severity>(level, ignoreCase: true) : Severity.Debug,
        arguments.ValueOf(SinceWhen.Name) is { } when ? Time(when, now) : null,
        arguments.Has(Following.Name));

    public bool Wants(LogLine line) => line.Severity >= Least && !(line.At < Since);

    private static DateTimeOffset Time(string text, DateTimeOffset now)
    {
        if (PlainTime.TryParse(text, out var ago))
            return now - ago;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new UsageException($"{SinceWhen.Name} {text}: expected how long ago (90s, 15m, 2h, 1d) or a UTC time (2026-11-26T03:16:00Z).");
    }
}
