using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Deployment.Shift;

/// <summary>How much one feature of another cohort differs from the training patients'.</summary>
/// <param name="Known">Patients of the other cohort with a value.</param>
/// <param name="StandardizedDifference">
/// Of a number: difference of the means over the root of the mean variance. Of levels: the same for the share of the level that differs most.
/// Null where one side has too few values.
/// </param>
/// <param name="Level">The level that differs most; null for a number.</param>
/// <param name="Bins">For a number the training deciles, else the levels; the last of a categorical one holds levels that training did not know.</param>
public sealed record FeatureShift(
    string Feature, ColumnKind Kind, int ReferenceKnown, int ReferenceMissing, int Known, int Missing,
    double? ReferenceMean, double? ReferenceDeviation, double? Mean, double? Deviation, double? StandardizedDifference, string? Level,
    CountComparison? Comparison, ImmutableArray<ShiftBin> Bins)
{
    /// <summary>A test of many features finds some difference by chance; this much is not it.</summary>
    public const double BeyondChance = 0.01;

    public double ReferenceMissingFraction => Fraction(ReferenceMissing, ReferenceKnown);
    public double MissingFraction => Fraction(Missing, Known);

    /// <summary>none, small (index below 0.1), moderate (to 0.25) or large; unknown where one side has no value.</summary>
    /// <remarks>The bounds are those of credit scoring (Siddiqi 2006), where the index comes from.</remarks>
    public string Verdict => Comparison switch
    {
        null => "unknown",
        { P: null or >= BeyondChance } => "none",
        { StabilityIndex: < 0.1 } => "small",
        { StabilityIndex: < 0.25 } => "moderate",
        _ => "large",
    };

    /// <param name="values">Of the other cohort: NaN is missing; levels by index, unknown ones behind the reference's.</param>
    public static FeatureShift Of(FeatureReference reference, double[] values)
    {
        double[] known = [.. values.Where(value => !double.IsNaN(value))];
        return reference.Kind == ColumnKind.Numeric
            ? OfNumbers(reference, known, values.Length - known.Length)
            : OfLevels(reference, known, values.Length - known.Length);
    }

    private static FeatureShift OfNumbers(FeatureReference reference, double[] known, int missing)
    {
        var counts = FeatureReference.CountsIn(reference.Cuts, known);
        var (mean, deviation) = (FeatureReference.MeanOf(known), Evaluation.StandardDeviation.OfSample(known));
        var difference = (reference, mean, deviation) is ({ Mean: { } m1, StandardDeviation: { } s1 }, { } m2, { } s2) && s1 * s1 + s2 * s2 > 0
            ? (m2 - m1) / Math.Sqrt((s1 * s1 + s2 * s2) / 2)
            : (double?)null;
        return new FeatureShift(
            reference.Name, reference.Kind, reference.Known, reference.Missing, known.Length, missing, reference.Mean, reference.StandardDeviation, mean,
            deviation,
            difference, null, CountComparison.Of(reference.Counts, counts),
            [.. counts.Select((count, bin) => new ShiftBin(BinName(reference.Cuts, bin), reference.Counts[bin], count))]);
    }

    private static FeatureShift OfLevels(FeatureReference reference, double[] known, int missing)
    {
        var unknown = known.Count(value => value >= reference.Levels.Length);
        ImmutableArray<string> names = unknown > 0 ? [.. reference.Levels, "(other)"] : reference.Levels;
        ImmutableArray<int> before = unknown > 0 ? [.. reference.Counts, 0] : reference.Counts;
        ImmutableArray<int> now = [.. reference.Levels.Select((_, level) => known.Count(value => value == level)),
            .. unknown > 0 ? [unknown] : Array.Empty<int>()];
        var differences = names.Select((_, level) => ShareDifference(before[level], reference.Known, now[level], known.Length)).ToList();
        var most = differences.Count == 0 ? -1 : Enumerable.Range(0, differences.Count).MaxBy(level => Math.Abs(differences[level] ?? 0));
        return new FeatureShift(
            reference.Name, reference.Kind, reference.Known, reference.Missing, known.Length, missing, null, null, null, null,
            most < 0 ? null : differences[most], most < 0 ? null : names[most],
            CountComparison.Of(before, now), [.. names.Select((name, level) => new ShiftBin(name, before[level], now[level]))]);
    }

    /// <remarks>Austin, Statistics in Medicine 2009, for shares.</remarks>
    private static double? ShareDifference(int before, int ofBefore, int now, int ofNow)
    {
        if (ofBefore == 0 || ofNow == 0) return null;
        var (p, q) = ((double)before / ofBefore, (double)now / ofNow);
        var variance = (p * (1 - p) + q * (1 - q)) / 2;
        return variance > 0 ? (q - p) / Math.Sqrt(variance) : p == q ? 0 : null;
    }

    private static string BinName(ImmutableArray<double> cuts, int bin) =>
        cuts.IsEmpty ? "all" : bin == 0 ? FormattableString.Invariant($"to {cuts[0]:G6}")
        : bin == cuts.Length ? FormattableString.Invariant($"above {cuts[^1]:G6}") : FormattableString.Invariant($"above {cuts[bin - 1]:G6} to {cuts[bin]:G6}");

    private static double Fraction(int missing, int known) => missing + known == 0 ? 0 : (double)missing / (missing + known);
}

/// <summary>Patients in one bin.</summary>
public sealed record ShiftBin(string Name, int Reference, int Found);
