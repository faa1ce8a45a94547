namespace AxSpa.Pipeline.Evaluation;

/// <summary>
/// Turns log-odds into calibrated probabilities by p = σ(slope · logit + intercept). The slope is never negative, so the
/// order of patients, and with it the AUROC, stays.
/// </summary>
/// <param name="Warning">Why less than slope and intercept was fitted; null otherwise.</param>
/// <remarks>
/// Platt 1999, with his smoothed targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2); Newton with backtracking after Lin, Lin and Weng,
/// Machine Learning 68 (2007).
/// </remarks>
public sealed record PlattScaling(double Slope, double Intercept, string? Warning = null)
{
    /// <summary>With fewer of either class the slope is mostly noise.</summary>
    public const int FewestForSlope = 10;

    public double Logit(double rawLogit) => Slope * rawLogit + Intercept;

    public double Probability(double rawLogit) => Sigmoid(Logit(rawLogit));

    /// <summary>The inverse of <see cref="Sigmoid"/>.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public static double LogOdds(double probability) => Math.Log(probability / (1 - probability));

    internal static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    /// <param name="isCase">[patients]</param>
    /// <param name="logit">[patients], raw log-odds.</param>
    public static PlattScaling Fit(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> logit)
    {
        RankedScores.RequireOnePerPatient(isCase, logit);
        if (isCase.IsEmpty) return new PlattScaling(1, 0, "not calibrated: there are no patients to calibrate on");
        var cases = isCase.Count(true);
        var controls = isCase.Length - cases;
        var targets = new double[isCase.Length];
        for (var i = 0; i < targets.Length; i++) targets[i] = isCase[i] ? (cases + 1.0) / (cases + 2.0) : 1 / (controls + 2.0);

        if (cases < FewestForSlope || controls < FewestForSlope)
            return Newton(logit, targets, slopeToo: false) with
            {
                Warning = $"only the intercept was calibrated: {cases} cases and {controls} controls, a slope needs {FewestForSlope} of both",
            };
        var fitted = Newton(logit, targets, slopeToo: true);
        return fitted.Slope > 0
            ? fitted
            : Newton(logit, targets, slopeToo: false) with
            {
                Warning = "only the intercept was calibrated: the score does not rise with the share of cases where it was calibrated",
            };
    }

    private static PlattScaling Newton(ReadOnlySpan<double> logit, double[] targets, bool slopeToo)
    {
        const int maxSteps = 100;
        const double ridge = 1e-12; // keeps the Hessian invertible for a constant score
        var (slope, intercept) = (slopeToo ? 0.0 : 1.0, slopeToo ? Math.Log(targets.Average() / (1 - targets.Average())) : 0.0);
        var loss = Loss(logit, targets, slope, intercept);
        for (var step = 0; step < maxSteps; step++)
        {
            var (g1, g2, h11, h12, h22) = (0.0, 0.0, ridge, 0.0, ridge);
            for (var i = 0; i < targets.Length; i++)
            {
                var p = Sigmoid(slope * logit[i] + intercept);
                var (error, weight) = (p - targets[i], p * (1 - p));
                g1 += error * logit[i];
                g2 += error;
                h11 += weight * logit[i] * logit[i];
                h12 += weight * logit[i];
                h22 += weight;
            }
            if (!slopeToo) (g1, h12) = (0, 0);
            if (Math.Abs(g1) < 1e-12 && Math.Abs(g2) < 1e-12) break;
            var determinant = h11 * h22 - h12 * h12;
            var (d1, d2) = (-(h22 * g1 - h12 * g2) / determinant, -(h11 * g2 - h12 * g1) / determinant);
            var slopeAlongStep = g1 * d1 + g2 * d2;

            var length = 1.0;
            for (; length >= 1e-10; length /= 2)
            {
                var tried = Loss(logit, targets, slope + length * d1, intercept + length * d2);
                if (tried >= loss + 1e-4 * length * slopeAlongStep) continue; // Armijo
                (slope, intercept, loss) = (slope + length * d1, intercept + length * d2, tried);
                break;
            }
            if (length < 1e-10) break; // no step lowers the loss any more: converged to rounding
        }
        return new PlattScaling(slope, intercept);
    }

    /// <summary>Cross-entropy with soft targets, in the form that does not overflow.</summary>
    private static double Loss(ReadOnlySpan<double> logit, double[] targets, double slope, double intercept)
    {
        var sum = 0.0;
        for (var i = 0; i < targets.Length; i++)
        {
            var z = slope * logit[i] + intercept;
            sum += targets[i] * LogLoss.Of(true, z) + (1 - targets[i]) * LogLoss.Of(false, z);
        }
        return sum;
    }
}
