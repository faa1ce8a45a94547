namespace AxSpa.Pipeline.Cohort;

/// <summary>
/// What a table may hold at most, looked at before memory is taken for it. A cohort is far below: a hundred thousand patients with two hundred
/// columns are at the last one.
/// </summary>
internal sealed record TableLimits
{
    public static TableLimits Usual { get; } = new();

    /// <summary>Of the file. Its text takes three times as much for a moment.</summary>
    public int MostBytes { get; init; } = 256 << 20;

    /// <summary>Of one row: ten thousand columns of four hundred letters.</summary>
    public int MostRowBytes { get; init; } = 4 << 20;

    public int MostColumns { get; init; } = 10_000;

    public int MostRows { get; init; } = 1_000_000;

    /// <summary>A cell takes about 16 bytes and its text, as text and then as a number.</summary>
    public long MostCells { get; init; } = 20_000_000;
}
