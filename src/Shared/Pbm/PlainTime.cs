using System.Globalization;
using System.Text.RegularExpressions;

namespace AxSpa.Shared.Pbm;

/// <summary>A length of time as people type it: <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>, <c>0.5h</c>, <c>250ms</c>.</summary>
public static partial class PlainTime
{
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (Written().Match(text) is not { Success: true } match
            || !double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        time = match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
        return true;
    }

    [GeneratedRegex(@"^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h|d)$")]
    private static partial Regex Written();
}
