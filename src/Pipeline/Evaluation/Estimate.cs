using AxSpa.Pipeline.Evaluation.Resampling;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>A measure with its bootstrap intervals.</summary>
/// <param name="Value">Null where it is not defined.</param>
/// <param name="Undefined">Why there is no value; null where there is one.</param>
/// <param name="Interval">Percentiles of the draws; null where there is none.</param>
/// <param name="Bca">Bias-corrected and accelerated; null where there is none, or nothing to correct by.</param>
/// <param name="NoInterval">Why there is a value and no interval; null otherwise.</param>
public sealed record Estimate(double? Value, string? Undefined, Interval? Interval = null, Interval? Bca = null, string? NoInterval = null)
{
    public static Estimate Missing(string reason) => new(null, reason);

    /// <param name="draws">NaN where the measure is not defined in a draw; null or empty: there are none.</param>
    /// <param name="acceleration">For <see cref="Bca"/>; null: it has none.</param>
    public static Estimate Of(double value, double[]? draws, double? acceleration, double confidence)
    {
        if (draws is null or []) return new Estimate(value, null, NoInterval: "no bootstrap draws");
        if (draws.Any(double.IsNaN))
            return new Estimate(value, null, NoInterval: "not defined in every draw");
        double[] sorted = [.. draws];
        Array.Sort(sorted);
        // A width of zero would be read as certainty; it only says that resampling these patients cannot show any other value.
        return sorted[0] == sorted[^1]
            ? new Estimate(value, null, NoInterval: "the same in every draw")
            : new Estimate(value, null, Evaluation.Interval.OfSorted(sorted, confidence), BcaInterval.Of(sorted, value, acceleration, confidence)?.Interval);
    }
}

/// <summary>A share of patients.</summary>
/// <param name="Undefined">Why there is no value: nobody to count.</param>
/// <param name="Wilson">Null where there is no value, or where a patient has several rows, which are not independent.</param>
/// <param name="Bootstrap">Percentiles of the draws, for shares that are drawn.</param>
public sealed record Proportion(int Count, int Of, double? Value, string? Undefined, Interval? Wilson, Interval? Bootstrap = null);
