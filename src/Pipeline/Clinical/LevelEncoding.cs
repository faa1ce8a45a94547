using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Clinical;

/// <summary>One binary or categorical column as one input per level that the training patients have.</summary>
/// <param name="Levels">Of the training patients, in ordinal order. Any other level becomes all zeros.</param>
/// <param name="MostFrequent">Stands in for a missing value; of equally frequent levels the first. Null: nobody had a value.</param>
public sealed record LevelEncoding(string Column, ImmutableArray<string> Levels, string? MostFrequent)
{
    /// <param name="values">Of the training patients: an index into <paramref name="levels"/>; NaN is missing.</param>
    public static LevelEncoding Fit(string column, ImmutableArray<string> levels, ReadOnlySpan<double> values)
    {
        var counts = RareLevels.Counts(levels.Length, values);
        var seen = Enumerable.Range(0, levels.Length).Where(level => counts[level] > 0).OrderBy(level => levels[level], StringComparer.Ordinal).ToList();
        return new LevelEncoding(
            column, [.. seen.Select(level => levels[level])],
            seen.Count == 0 ? null : levels[seen.MaxBy(level => counts[level])]);
    }

    /// <summary>
    /// Which input is 1 for each of a cohort's levels, and last for a missing value; −1: none. A level without an input counts as a rare one, where those have
    /// one.
    /// </summary>
    public int[] InputOf(ImmutableArray<string> levels) =>
        [.. levels.Select(level => Levels.IndexOf(level) is >= 0 and var input ? input : Levels.IndexOf(RareLevels.Pool)),
            MostFrequent is null ? -1 : Levels.IndexOf(MostFrequent)];
}
