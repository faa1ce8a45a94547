namespace AxSpa.Pipeline.Evaluation;

/// <summary>The standard normal distribution, to about 1e-15.</summary>
public static class NormalDistribution
{
    /// <summary>P(|Z| &gt; |z|): the two-sided p-value of a z statistic, accurate far into the tail.</summary>
    public static double TwoSidedTail(double z) => ComplementaryErrorFunction(Math.Abs(z) / Math.Sqrt(2));

    /// <returns>P(Z ≤ z).</returns>
    public static double Cumulative(double z) => z < 0 ? TwoSidedTail(z) / 2 : 1 - TwoSidedTail(z) / 2;

    /// <param name="probability">In (0, 1).</param>
    /// <returns>z with P(Z ≤ z) = probability; 1.95996 for 0.975.</returns>
    public static double Quantile(double probability)
    {
        if (probability is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile needs a probability between 0 and 1.");
        var tail = Math.Min(probability, 1 - probability);
        // Abramowitz and Stegun 26.2.23 (error below 4.5e-4), then Newton on the tail itself.
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        for (var step = 0; step < 5; step++)
            z += (TwoSidedTail(z) / 2 * Math.Sign(z == 0 ? 1 : z) + (z < 0 ? 1 : 0) - tail) * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
        return probability < 0.5 ? -z : z;
    }

    /// <remarks>Maclaurin series of erf below 2, Laplace's continued fraction (evaluated from its end) above.</remarks>
    private static double ComplementaryErrorFunction(double x)
    {
        if (x > 27) return 0; // below the smallest double
        if (x < 2)
        {
            var (term, sum) = (x, x);
            for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 1 - 2 / Math.Sqrt(Math.PI) * sum;
        }
        var fraction = 0.0;
        for (var n = 120; n >= 1; n--) fraction = n / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }
}
