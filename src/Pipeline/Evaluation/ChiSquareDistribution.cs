namespace AxSpa.Pipeline.Evaluation;

/// <summary>The chi-square distribution.</summary>
public static class ChiSquareDistribution
{
    /// <returns>P(X ≥ <paramref name="statistic"/>), accurate far into the tail.</returns>
    /// <remarks>
    /// The regularised upper incomplete gamma function Q(df/2, x/2): series below df/2 + 1, Lentz's continued fraction above
    /// (Press et al., Numerical Recipes, 3rd edition, section 6.2).
    /// </remarks>
    public static double UpperTail(double statistic, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(statistic);
        var (a, x) = (degreesOfFreedom / 2.0, statistic / 2);
        if (x == 0) return 1;
        return x < a + 1 ? 1 - Series(a, x) : ContinuedFraction(a, x);
    }

    private static double Series(double a, double x)
    {
        var (term, sum) = (1 / a, 1 / a);
        for (var n = 1; Math.Abs(term) > 1e-17 * sum; n++)
        {
            term *= x / (a + n);
            sum += term;
        }
        return sum * Math.Exp(-x + a * Math.Log(x) - LogGamma(a));
    }

    private static double ContinuedFraction(double a, double x)
    {
        const double tiny = 1e-300;
        var b = x + 1 - a;
        var (c, d) = (1 / tiny, 1 / b);
        var fraction = d;
        for (var i = 1; i < 10_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = an * d + b;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = b + an / c;
            c = Math.Abs(c) < tiny ? tiny : c;
            fraction *= d * c;
            if (Math.Abs(d * c - 1) < 1e-16) break;
        }
        return fraction * Math.Exp(-x + a * Math.Log(x) - LogGamma(a));
    }

    /// <param name="a">A multiple of one half.</param>
    private static double LogGamma(double a)
    {
        var (at, value) = a == Math.Floor(a) ? (1.0, 0.0) : (0.5, Math.Log(Math.PI) / 2);
        for (; at < a; at++) value += Math.Log(at);
        return value;
    }
}
