using System.Globalization;

namespace AxSpa.Views;

/// <summary>Numbers and times as people read them in a terminal.</summary>
public static class PlainText
{
    /// <summary><c>4 s</c>, <c>3 min 07 s</c>, <c>2 h 05 min</c>, <c>3 d 04 h</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Max(0, Math.Round(time.TotalSeconds));
        return seconds switch
        {
            < 60 => Invariant($"{seconds} s"),
            < 3600 => Invariant($"{seconds / 60} min {seconds % 60:00} s"),
            < 86400 => Invariant($"{seconds / 3600} h {seconds % 3600 / 60:00} min"),
            _ => Invariant($"{seconds / 86400} d {seconds % 86400 / 3600:00} h"),
        };
    }

    /// <summary>UTC, to the second: <c>2026-11-23 18:45:00Z</c>.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Three decimals, as figures of merit are given.</summary>
    public static string Figure(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A whole number as it is; anything else with up to four digits after the point.</summary>
    public static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary><c>1 run</c>, <c>3 runs</c>.</summary>
    public static string Count(int number, string what) => Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    /// <summary><c>817 B</c>, <c>12.3 MB</c>: powers of ten.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => Invariant($"{bytes} B"),
        < 1_000_000 => Invariant($"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => Invariant($"{bytes / 1e6:0.0} MB"),
        _ => Invariant($"{bytes / 1e9:0.0} GB"),
    };

    /// <summary>A member of an enumeration in lower case.</summary>
    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
