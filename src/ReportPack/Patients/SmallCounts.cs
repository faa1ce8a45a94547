namespace AxSpa.ReportPack.Patients;

/// <summary>
/// Hides how many patients there are where it is 1 to 4, so that nobody is found by a rare answer: as <c>&lt;5</c>, and where the
/// number would follow from the others of the table, these as ranges too.
/// </summary>
/// <remarks>
/// It holds inside one table. Whoever compares tables of overlapping groups may still learn a small count, as from any published
/// series of tables.
/// </remarks>
internal static class SmallCounts
{
    /// <summary>Counts from here on are shown.</summary>
    public const int Fewest = 5;

    /// <summary>What is told of a count: it lies between these two.</summary>
    public readonly record struct Told(int Low, int High)
    {
        public bool IsExact => Low == High;

        public static Told Exactly(int count) => new(count, count);

        public static Told operator +(Told a, Told b) => new(a.Low + b.Low, a.High + b.High);
    }

    private static readonly Told Few = new(1, Fewest - 1);

    public static bool IsSmall(int count) => count is > 0 and < Fewest;

    /// <param name="counts">[group][level]; the levels of a group add up to everybody in it with a value, whose number is known.</param>
    /// <param name="whole">The group that all others make up together; −1: there is none.</param>
    /// <returns>[group][level]</returns>
    public static Told[][] Tell(int[][] counts, int whole)
    {
        Told[][] told = [.. counts.Select(OfGroup)];
        if (whole >= 0)
            told[whole] = [.. counts[whole].Select((count, level) =>
            {
                var parts = told.Where((_, group) => group != whole).Select(group => group[level]).ToArray();
                return parts.All(part => part.IsExact) ? Told.Exactly(count) : parts.Aggregate((a, b) => a + b);
            })];
        return told;
    }

    private static Told[] OfGroup(int[] counts)
    {
        var known = counts.Sum();
        if (IsSmall(known)) return [.. counts.Select(_ => new Told(0, known))];
        Told[] told = [.. counts.Select(count => IsSmall(count) ? Few : Told.Exactly(count))];
        int[] hidden = [.. Enumerable.Range(0, counts.Length).Where(level => IsSmall(counts[level]))];
        if (hidden is [var only])
        {
            // All others and the sum are known: one more must give way, or the hidden one is what is left over.
            var other = Enumerable.Range(0, counts.Length).Where(level => counts[level] >= Fewest).MinBy(level => counts[level]);
            var both = counts[only] + counts[other];
            told[other] = new Told(both - Few.High, both - Few.Low);
        }
        return told;
    }

    /// <summary><c>12</c>, <c>&lt;5</c> or <c>56–59</c>.</summary>
    public static string Text(Told told) =>
        told.IsExact ? FormattableString.Invariant($"{told.Low}")
        : told.High < Fewest ? FormattableString.Invariant($"<{Fewest}")
        : FormattableString.Invariant($"{told.Low}–{told.High}");

    /// <summary>A count that stands alone.</summary>
    public static string Text(int count) => Text(IsSmall(count) ? Few : Told.Exactly(count));
}
