using System.Globalization;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>Log-odds as a weighted sum of a row's columns.</summary>
/// <param name="Coefficients">[columns] per unit of each.</param>
/// <param name="Intercept">The log-odds of a row of zeros.</param>
public sealed record LogisticFit(double[] Coefficients, double Intercept);

/// <summary>
/// L2-penalised logistic regression: the w and b that minimise ½‖w‖² + C Σᵢ sᵢ log(1 + e^−yᵢ(xᵢ·w + b)) over the rows, with y = ±1. The
/// intercept b is not penalised. This is scikit-learn's <c>LogisticRegression(penalty='l2', C=c)</c>: a small C is a strong penalty, and
/// twice the rows are twice the evidence against it.
/// </summary>
/// <remarks>
/// Newton's method, which for this objective is iteratively reweighted least squares, with halved steps (Hastie, Tibshirani and Friedman,
/// The Elements of Statistical Learning, 2nd edition 2009, section 4.4). The penalty keeps every coefficient finite, where the classes can be
/// separated, columns are constant or copies of others, or there are more of them than rows.
/// </remarks>
public static class LogisticRegression
{
    /// <summary>Largest component of the gradient at the answer; where C · rows is so large that rounding alone is more, that much.</summary>
    public const double GradientTolerance = 1e-10;

    /// <param name="x">[rows × columns]; the columns should be of one scale, since one penalty holds for all.</param>
    /// <param name="isCase">[rows]</param>
    /// <param name="c">Above 0.</param>
    /// <param name="weights">[rows] s, not below 0; empty: 1 for each.</param>
    /// <exception cref="RefusedInputException">There is no case, or no control: the intercept has no finite value.</exception>
    /// <exception cref="ArgumentException">A cell is missing or infinite, a length differs, or <paramref name="c"/> or a weight is out of range.</exception>
    public static LogisticFit Fit(DesignMatrix x, ReadOnlySpan<bool> isCase, double c, ReadOnlySpan<double> weights = default) =>
        Path(x, isCase, [c], weights)[0];

    /// <summary>The same for several penalties; each begins where the one before ended, so ascending C are cheap.</summary>
    /// <returns>[penalties]</returns>
    /// <inheritdoc cref="Fit"/>
    public static LogisticFit[] Path(DesignMatrix x, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> c, ReadOnlySpan<double> weights = default)
    {
        Check(x, isCase, c, weights);
        var space = x.Columns.Length > x.Rows ? new RowSpace(x) : null;
        var newton = new NewtonSteps((space?.Coordinates ?? x).Columns, isCase, weights);
        var fits = new LogisticFit[c.Length];
        for (var i = 0; i < fits.Length; i++)
        {
            var at = newton.Minimize(c[i]);
            fits[i] = new LogisticFit(space is null ? at[..^1].ToArray() : space.Back(at[..^1]), at[^1]);
        }
        return fits;
    }

    private static void Check(DesignMatrix x, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> c, ReadOnlySpan<double> weights)
    {
        if (isCase.Length != x.Rows) throw new ArgumentException($"There are {x.Rows} rows and {isCase.Length} outcomes.");
        if (!weights.IsEmpty && weights.Length != x.Rows) throw new ArgumentException($"There are {x.Rows} rows and {weights.Length} weights.");
        foreach (var penalty in c)
            if (!(penalty > 0 && double.IsFinite(penalty)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"C is {penalty}; it must be a finite number above 0."));
        foreach (var weight in weights)
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"A row's weight is {weight}; it must be a finite number not below 0."));
        x.Check();
        var (cases, controls) = (0, 0);
        for (var row = 0; row < isCase.Length; row++)
        {
            if (!weights.IsEmpty && weights[row] == 0) continue;
            if (isCase[row]) cases++;
            else controls++;
        }
        if (cases == 0 || controls == 0)
            throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
                $"A logistic regression learns from cases and controls; here are {cases} cases and {controls} controls. " +
                $"Lower 'folds', move more patients to train, or leave fusion.baseline out."));
    }
}
