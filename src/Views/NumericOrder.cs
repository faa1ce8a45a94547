namespace AxSpa.Views;

/// <summary>The order in which people look for numbered names: <c>mri-2</c> before <c>mri-10</c>, and nothing else than ordinal where no digits are.</summary>
public sealed class NumericOrder : IComparer<string>
{
    public static readonly NumericOrder OfNames = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return string.CompareOrdinal(x, y);
        var (i, j) = (0, 0);
        while (i < x.Length && j < y.Length)
        {
            if (!char.IsAsciiDigit(x[i]) || !char.IsAsciiDigit(y[j]))
            {
                if (x[i] != y[j])
                    return x[i] - y[j];
                (i, j) = (i + 1, j + 1);
                continue;
            }
            var first = Number(x, ref i);
            var second = Number(y, ref j);
            // Of two numbers without leading zeros the longer one is greater.
            var order = first.Length != second.Length ? first.Length - second.Length : first.CompareTo(second, StringComparison.Ordinal);
            if (order != 0)
                return order;
        }
        // Names that differ in leading zeros only are still two names.
        return x.Length - i != y.Length - j ? (x.Length - i) - (y.Length - j) : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Number(string text, ref int at)
    {
        while (at < text.Length - 1 && text[at] == '0' && char.IsAsciiDigit(text[at + 1]))
            at++;
        var begin = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return text.AsSpan(begin, at - begin);
    }
}
