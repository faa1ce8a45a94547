namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>Whether a difference of two models on the same draws could be none.</summary>
public static class PairedBootstrap
{
    /// <summary>
    /// Twice the smaller share of draws at or beyond zero: the confidence at which the percentile interval first touches zero. One
    /// is added above and below, so that no p is 0 and 200 draws give none under 0.01.
    /// </summary>
    /// <param name="differences">First less second, by draw; at least one, none NaN.</param>
    /// <returns>Two-sided, in (0, 1].</returns>
    /// <remarks>Davison and Hinkley 1997, chapter 4; Efron and Tibshirani 1993, chapter 16.</remarks>
    public static double P(ReadOnlySpan<double> differences)
    {
        var (notAbove, notBelow) = (0, 0);
        foreach (var difference in differences)
        {
            if (difference <= 0) notAbove++;
            if (difference >= 0) notBelow++;
        }
        return Math.Min(1, 2 * (Math.Min(notAbove, notBelow) + 1) / (differences.Length + 1.0));
    }
}
