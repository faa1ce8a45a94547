namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// Which cells hold no measurement: blank ones and the usual marks NA, N/A, #N/A, NaN and NULL in any case. "None",
/// "Unknown" and "-" are not among them: they can be answers, and stay levels of their own.
/// </summary>
public static class MissingValue
{
    public static bool Is(ReadOnlySpan<char> cell)
    {
        var text = cell.Trim();
        return text.Length switch
        {
            0 => true,
            > 4 => false,
            _ => Same(text, "NA") || Same(text, "NaN") || Same(text, "N/A") || Same(text, "#N/A") || Same(text, "NULL"),
        };
    }

    private static bool Same(ReadOnlySpan<char> text, string mark) => text.Equals(mark, StringComparison.OrdinalIgnoreCase);
}
