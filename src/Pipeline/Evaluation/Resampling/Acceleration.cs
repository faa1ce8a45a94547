namespace AxSpa.Pipeline.Evaluation.Resampling;

/// <summary>
/// Â of <see cref="BcaInterval"/>: a sixth of the skewness of the estimate's empirical influence, from leaving each patient out
/// in turn. Strata are samples of their own, each scaled by its size.
/// </summary>
/// <remarks>Efron and Tibshirani 1993, equations 14.15 (one sample) and 15.36 (several).</remarks>
public static class Acceleration
{
    /// <param name="leftOut">[patients] the estimate without each; NaN where it is not defined.</param>
    /// <param name="strata">Patients by stratum.</param>
    /// <returns>Null where a value is not defined or nobody makes a difference.</returns>
    public static double? Of(ReadOnlySpan<double> leftOut, IEnumerable<int[]> strata)
    {
        var (cubes, squares) = (0.0, 0.0);
        foreach (var stratum in strata.Where(stratum => stratum.Length > 1)) // who is alone is in every draw: no influence
        {
            double n = stratum.Length, mean = 0, cubed = 0, squared = 0;
            foreach (var patient in stratum) mean += leftOut[patient] / n;
            foreach (var patient in stratum)
            {
                var influence = (n - 1) * (mean - leftOut[patient]);
                squared += influence * influence;
                cubed += influence * influence * influence;
            }
            cubes += cubed / (n * n * n);
            squares += squared / (n * n);
        }
        var acceleration = cubes / (6 * Math.Pow(squares, 1.5));
        return double.IsFinite(acceleration) ? acceleration : null;
    }
}
