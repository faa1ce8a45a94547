using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>How one penalty did on patients that it was not fitted on.</summary>
/// <param name="C">See <see cref="LogisticRegression"/>: the smaller, the stronger the penalty.</param>
/// <param name="HeldOutLogLoss">Mean over the train patients, in nats.</param>
public sealed record PenaltyLoss(double C, double HeldOutLogLoss);

/// <summary>
/// The penalty of a logistic regression, chosen as <see cref="CrossFit"/> chooses the rounds of the trees: over the same out-of-fold table and
/// the same folds, fitted on all folds but one (means, standard deviations and indicators too) and asked about the one.
/// </summary>
/// <param name="C">With the smallest mean held-out log loss; of equal ones the strongest penalty.</param>
/// <param name="Margins">[rows] log-odds of each row from the regression that never saw it, at that penalty.</param>
/// <param name="Losses">Of the whole grid, from the strongest penalty.</param>
public sealed record PenaltyCrossFit(double C, double[] Margins, ImmutableArray<PenaltyLoss> Losses)
{
    /// <summary>
    /// Half decades of C. With columns in standard deviations a row tells at most a quarter about each coefficient, and the penalty 1, so the weakest
    /// evidence that still moves a coefficient has C · rows / 4 ≈ 1. From 30 patients, where 0.001 leaves hardly more than the share of cases, to
    /// thousands, where 100 is as good as no penalty, the best lies inside. Near its minimum the loss is flat: a finer grid would choose by chance.
    /// </summary>
    public static ImmutableArray<double> Grid { get; } = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

    /// <param name="rows">Out-of-fold features of the train patients; missing values are NaN.</param>
    /// <param name="isCase">[rows]</param>
    /// <param name="fold">[rows] the fold that holds each row out.</param>
    /// <exception cref="RefusedInputException">Without some fold there is no case or no control left.</exception>
    public static PenaltyCrossFit Run(FeatureMatrix rows, bool[] isCase, int[] fold) => Run(rows, isCase, fold, Grid);

    internal static PenaltyCrossFit Run(FeatureMatrix rows, bool[] isCase, int[] fold, ImmutableArray<double> grid)
    {
        var margins = grid.Select(_ => new double[rows.Rows]).ToArray();
        foreach (var held in fold.Distinct().Order())
        {
            int[] seen = [.. Enumerable.Range(0, rows.Rows).Where(row => fold[row] != held)];
            int[] heldOut = [.. Enumerable.Range(0, rows.Rows).Where(row => fold[row] == held)];
            var seenRows = rows.Only(seen);
            var terms = LogisticTerm.Fit(seenRows);
            var fits = LogisticRegression.Path(LogisticTerm.Design(terms, seenRows), Array.ConvertAll(seen, row => isCase[row]), grid.AsSpan());
            var asked = LogisticTerm.Design(terms, rows.Only(heldOut));
            for (var penalty = 0; penalty < fits.Length; penalty++)
            {
                var answers = LogitsOf(fits[penalty], asked);
                for (var i = 0; i < heldOut.Length; i++) margins[penalty][heldOut[i]] = answers[i];
            }
        }
        ImmutableArray<PenaltyLoss> losses = [.. grid.Select((c, penalty) => new PenaltyLoss(c, LogLoss.OfLogits(isCase, margins[penalty])!.Value))];
        var best = 0;
        for (var penalty = 1; penalty < losses.Length; penalty++)
            if (losses[penalty].HeldOutLogLoss < losses[best].HeldOutLogLoss) best = penalty;
        return new PenaltyCrossFit(grid[best], margins[best], losses);
    }

    private static double[] LogitsOf(LogisticFit fit, DesignMatrix rows)
    {
        var logits = new double[rows.Rows];
        Array.Fill(logits, fit.Intercept);
        for (var column = 0; column < rows.Columns.Length; column++) FixedOrder.Add(logits, fit.Coefficients[column], rows.Columns[column]);
        return logits;
    }
}
