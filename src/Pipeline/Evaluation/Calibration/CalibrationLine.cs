namespace AxSpa.Pipeline.Evaluation.Calibration;

/// <summary>
/// Logistic recalibration: log-odds of the outcome = intercept + slope · log-odds of the prediction. A model that is right has
/// intercept 0 and slope 1; a slope below 1 means predictions that are too extreme.
/// </summary>
/// <param name="InTheLarge">The intercept with the slope held at 1: above 0, more cases came than were predicted.</param>
/// <remarks>
/// Cox, Biometrika 1958; Van Calster et al., BMC Medicine 2019. Maximum likelihood without penalty; variances from the
/// information matrix, so intervals are Wald's.
/// </remarks>
public sealed record CalibrationLine(
    double Intercept, double Slope, double InTheLarge, double InterceptVariance, double SlopeVariance, double Covariance, double InTheLargeVariance)
{
    /// <param name="isCase">[rows]</param>
    /// <param name="probability">[rows]</param>
    /// <returns>The line, or why there is none.</returns>
    public static (CalibrationLine? Line, string? Undefined) Fit(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        RankedScores.RequireOnePerPatient(isCase, probability);
        var logit = new double[probability.Length];
        var (lowestCase, highestCase) = (double.PositiveInfinity, double.NegativeInfinity);
        var (lowestControl, highestControl) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < logit.Length; i++)
        {
            logit[i] = Math.Log(probability[i] / (1 - probability[i]));
            if (isCase[i]) (lowestCase, highestCase) = (Math.Min(lowestCase, logit[i]), Math.Max(highestCase, logit[i]));
            else (lowestControl, highestControl) = (Math.Min(lowestControl, logit[i]), Math.Max(highestControl, logit[i]));
        }
        if (double.IsNegativeInfinity(highestCase)) return (null, "there is no case");
        if (double.IsNegativeInfinity(highestControl)) return (null, "there is no control");
        if (!logit.All(double.IsFinite)) return (null, "a prediction is exactly 0 or 1 and has no log-odds");
        // Without an overlap on both sides the likelihood rises for ever: Albert and Anderson, Biometrika 1984.
        if (lowestCase >= highestControl || lowestControl >= highestCase)
            return (null,
                lowestCase == highestControl && lowestControl == highestCase
                    ? "all predictions are the same"
                    : "the model parts cases from controls without an error");
        return Maximize(isCase, logit, slopeToo: false) is { } large && Maximize(isCase, logit, slopeToo: true) is { } line
            ? (new CalibrationLine(line.A, line.B, large.A, line.AVariance, line.BVariance, line.Covariance, large.AVariance), null)
            : (null, "the predictions are too extreme or too much alike to fit a line");
    }

    /// <summary>What the line says of a prediction, with the interval of that.</summary>
    /// <param name="logit">Log-odds of the prediction.</param>
    public (double Probability, Interval Interval) At(double logit, double confidence)
    {
        var middle = Intercept + Slope * logit;
        var variance = InterceptVariance + logit * logit * SlopeVariance + 2 * logit * Covariance;
        var half = NormalDistribution.Quantile(1 - (1 - confidence) / 2) * Math.Sqrt(Math.Max(variance, 0));
        return (PlattScaling.Sigmoid(middle), new Interval(PlattScaling.Sigmoid(middle - half), PlattScaling.Sigmoid(middle + half)));
    }

    /// <summary>Newton's method on the log-likelihood, which is concave; a step that does not raise it is halved.</summary>
    /// <returns>Null where rounding leaves no maximum to be found, or no curvature at it.</returns>
    private static (double A, double B, double AVariance, double BVariance, double Covariance)? Maximize(
        ReadOnlySpan<bool> isCase, double[] logit, bool slopeToo)
    {
        const int maxSteps = 200;
        var (a, b) = (0.0, 1.0);
        var loss = Loss(isCase, logit, a, b);
        for (var step = 0; ; step++)
        {
            var (gradientA, gradientB, aa, ab, bb) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < logit.Length; i++)
            {
                var p = PlattScaling.Sigmoid(a + b * logit[i]);
                var (error, weight) = ((isCase[i] ? 1 : 0) - p, p * (1 - p));
                gradientA += error;
                gradientB += error * logit[i];
                aa += weight;
                ab += weight * logit[i];
                bb += weight * logit[i] * logit[i];
            }
            if (!slopeToo) (gradientB, ab, bb) = (0, 0, 1);
            var determinant = aa * bb - ab * ab;
            var (stepA, stepB) = ((bb * gradientA - ab * gradientB) / determinant, (aa * gradientB - ab * gradientA) / determinant);
            var length = 1.0;
            var tried = Loss(isCase, logit, a + stepA, b + stepB);
            while (tried > loss + 1e-12 * (1 + loss) && length > 1e-8) // rounding must not refuse the last, small steps
            {
                length /= 2;
                tried = Loss(isCase, logit, a + length * stepA, b + length * stepB);
            }
            var isSettled = Math.Abs(stepA) <= 1e-13 * (1 + Math.Abs(a)) && Math.Abs(stepB) <= 1e-13 * (1 + Math.Abs(b));
            if (isSettled || length <= 1e-8 || step == maxSteps) // as good as rounding allows
            {
                var isFlat = Math.Abs(gradientA) <= 1e-7 * logit.Length && Math.Abs(gradientB) <= 1e-7 * logit.Sum(Math.Abs);
                var (aVariance, bVariance) = (bb / determinant, aa / determinant);
                return isFlat && double.IsFinite(a) && double.IsFinite(b) && aVariance is > 0 and < double.PositiveInfinity
                    && bVariance is > 0 and < double.PositiveInfinity
                    ? (a, b, aVariance, bVariance, -ab / determinant)
                    : null;
            }
            (a, b, loss) = (a + length * stepA, b + length * stepB, tried);
        }
    }

    private static double Loss(ReadOnlySpan<bool> isCase, double[] logit, double a, double b)
    {
        var sum = 0.0;
        for (var i = 0; i < logit.Length; i++) sum += LogLoss.Of(isCase[i], a + b * logit[i]);
        return sum;
    }
}
