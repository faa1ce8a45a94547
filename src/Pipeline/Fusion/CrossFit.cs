using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// Fusion over the out-of-fold table with the branches' own folds: grown on the rows of all folds but one, asked about the
/// one. All boosters grow in lockstep, a tree each per round, and the round with the smallest summed held-out log loss wins.
/// </summary>
/// <param name="Rounds">Trees of the final model, at least 1.</param>
/// <param name="Margins">[rows] log-odds of each row from the booster that never saw it, at that round.</param>
/// <param name="LossByRound">Mean held-out log loss after round 1, 2, …</param>
/// <remarks>
/// A row's margin at a given round does not depend on its own label. The number of rounds is one choice from the sum over
/// all rows, so a single label can move it only by tipping that sum.
/// </remarks>
public sealed record CrossFit(int Rounds, double[] Margins, ImmutableArray<double> LossByRound)
{
    /// <summary>Rounds without a better sum after which growing stops.</summary>
    public const int Patience = 50;

    /// <param name="rows">Out-of-fold features of the train patients.</param>
    /// <param name="isCase">[rows]</param>
    /// <param name="fold">[rows] the fold that holds each row out.</param>
    public static CrossFit Run(
        IGradientBoosting boosting, FeatureMatrix rows, bool[] isCase, int[] fold, BoostingOptions options, int maxRounds) =>
        OverFolds(boosting, rows, isCase, fold, options, growing => Grow(growing, rows.Rows, maxRounds));

    /// <summary>The same cross-fitting over a number of rounds that nobody chose by a label.</summary>
    /// <returns>[rows] log-odds of each row from the booster that never saw it.</returns>
    public static double[] AfterRounds(
        IGradientBoosting boosting, FeatureMatrix rows, bool[] isCase, int[] fold, BoostingOptions options, int rounds) =>
        OverFolds(boosting, rows, isCase, fold, options, growing =>
        {
            var margins = new double[rows.Rows];
            foreach (var one in growing)
            {
                for (var round = 1; round < rounds; round++) one.Booster.Grow();
                one.GrowAndAsk(margins);
            }
            return margins;
        });

    private static T OverFolds<T>(
        IGradientBoosting boosting, FeatureMatrix rows, bool[] isCase, int[] fold, BoostingOptions options, Func<List<FoldBooster>, T> grow)
    {
        var growing = new List<FoldBooster>();
        try
        {
            foreach (var held in fold.Distinct().Order()) growing.Add(FoldBooster.Begin(boosting, rows, isCase, fold, held, options));
            return grow(growing);
        }
        finally
        {
            foreach (var one in growing) one.Booster.Dispose();
        }
    }

    private static CrossFit Grow(List<FoldBooster> growing, int rows, int maxRounds)
    {
        var losses = ImmutableArray.CreateBuilder<double>();
        var margins = new double[rows];
        var (best, bestMargins) = (0, margins);
        while (losses.Count < maxRounds && losses.Count - best < Patience)
        {
            var sum = 0.0;
            foreach (var one in growing) sum += one.GrowAndAsk(margins);
            losses.Add(sum / rows);
            if (best > 0 && losses[^1] >= losses[best - 1]) continue;
            (best, bestMargins) = (losses.Count, [.. margins]);
        }
        return new CrossFit(best, bestMargins, losses.ToImmutable());
    }

    /// <param name="HeldOut">Indices of the rows this booster has never seen.</param>
    private sealed record FoldBooster(IBooster Booster, int[] HeldOut, FeatureMatrix HeldOutRows, bool[] IsCase)
    {
        public static FoldBooster Begin(
            IGradientBoosting boosting, FeatureMatrix rows, bool[] isCase, int[] fold, int held, BoostingOptions options)
        {
            var seen = Enumerable.Range(0, rows.Rows).Where(row => fold[row] != held).ToArray();
            var heldOut = Enumerable.Range(0, rows.Rows).Where(row => fold[row] == held).ToArray();
            var booster = boosting.Begin(rows.Only(seen), [.. seen.Select(row => isCase[row])], options);
            return new FoldBooster(booster, heldOut, rows.Only(heldOut), isCase);
        }

        /// <returns>Summed log loss of the held-out rows after one more tree.</returns>
        public double GrowAndAsk(double[] margins)
        {
            Booster.Grow();
            var answers = Booster.Margins(HeldOutRows);
            var loss = 0.0;
            for (var i = 0; i < HeldOut.Length; i++)
            {
                margins[HeldOut[i]] = answers[i];
                loss += LogLoss.Of(IsCase[HeldOut[i]], answers[i]);
            }
            return loss;
        }
    }
}
