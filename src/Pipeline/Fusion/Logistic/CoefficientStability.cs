using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Evaluation.Resampling;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// How much the coefficients of a penalised regression depend on who happened to be in the cohort: all of it fitted again on patients drawn with
/// replacement, the choice of the penalty included. This is stability and no confidence: a penalised coefficient is pulled towards 0 on purpose, by an
/// amount that no resampling shows, so no interval around it covers a true value with a stated probability, and it has no Wald interval.
/// </summary>
/// <param name="Refits">Asked for.</param>
/// <param name="NotFitted">Of these, in whose draw some fold left no case or no control to learn from.</param>
/// <param name="Coefficients">In the order of <see cref="LogisticModel.Terms"/>; all 0 where nothing could be fitted.</param>
/// <param name="Chosen">How often each penalty was chosen, in the order of the grid.</param>
/// <remarks>
/// Resampling that repeats the model's choices: Sauerbrei and Schumacher, Statistics in Medicine 11 (1992), 2093–2109; Heinze, Wallisch and Dunkler,
/// Biometrical Journal 60 (2018), 431–449. Why no interval: Goeman, Meijer and Chaturvedi, L1 and L2 penalized regression models (the vignette of the R
/// package penalized), "A note on standard errors and confidence intervals": much of the error is bias, which the bootstrap cannot tell.
/// How far coverage falls below what is stated: Pfeiffer, Redd and Carroll, Computational Statistics 32 (2017), 667–690.
/// </remarks>
public sealed record CoefficientStability(
    int Refits, int NotFitted, ImmutableArray<CoefficientSpread> Coefficients, ImmutableArray<PenaltyCount> Chosen)
{
    /// <summary>Five of them lie outside the percentiles on either side.</summary>
    public const int UsualRefits = 200;

    /// <param name="rows">Out-of-fold features of the train patients, one row each.</param>
    /// <param name="isCase">[rows]</param>
    /// <param name="fold">[rows] A patient's copies stay in the patient's fold: else a refit would be asked about whom it has seen.</param>
    /// <param name="model">Fitted on these rows.</param>
    internal static CoefficientStability Of(FeatureMatrix rows, bool[] isCase, int[] fold, LogisticModel model, ulong randomSeed, int refits)
    {
        var draws = new StratifiedDraw(PatientStrata.Of(isCase, [.. Enumerable.Range(0, rows.Rows)]), RandomUse.CoefficientStability);
        var grid = model.Penalties.Select(one => one.C).ToImmutableArray();
        var (coefficients, chosen) = (model.Terms.Select(_ => new List<double>(refits)).ToArray(), new int[grid.Length]);
        var places = model.Terms.Index().ToDictionary(term => (term.Item.Feature, term.Item.OfMissing), term => term.Index);
        var (counts, fitted) = (new int[rows.Rows], 0);
        for (var refit = 0; refit < refits; refit++)
        {
            draws.Fill(counts, randomSeed, refit);
            int[] drawn = [.. Enumerable.Range(0, rows.Rows).SelectMany(row => Enumerable.Repeat(row, counts[row]))];
            var (labels, folds) = (Array.ConvertAll(drawn, row => isCase[row]), Array.ConvertAll(drawn, row => fold[row]));
            if (!EveryFoldLeavesBoth(labels, folds)) continue;
            var drawnRows = rows.Only(drawn);
            var again = LogisticModel.Fit(drawnRows, labels, PenaltyCrossFit.Run(drawnRows, labels, folds, grid));
            foreach (var term in again.Terms) coefficients[places[(term.Feature, term.OfMissing)]].Add(term.Coefficient);
            fitted++;
            foreach (var ofTerm in coefficients.Where(ofTerm => ofTerm.Count < fitted)) ofTerm.Add(0); // nobody who lacks it was drawn: no indicator
            chosen[grid.IndexOf(again.C)]++;
        }
        return new CoefficientStability(
            refits, refits - fitted, [.. model.Terms.Select((term, i) => CoefficientSpread.Of(term, coefficients[i]))],
            [.. grid.Select((c, i) => new PenaltyCount(c, chosen[i]))]);
    }

    private static bool EveryFoldLeavesBoth(bool[] isCase, int[] fold) => fold.Distinct().All(held =>
        Enumerable.Range(0, fold.Length).Where(row => fold[row] != held).Select(row => isCase[row]).Distinct().Count() == 2);
}

/// <summary>One coefficient over the refits, in standard deviations of each refit's own patients.</summary>
/// <param name="Term">Its <see cref="LogisticTerm.Name"/>.</param>
/// <param name="Low">2.5th percentile.</param>
/// <param name="High">97.5th percentile.</param>
/// <param name="SameSign">Share of the refits with the sign that the model has; of a coefficient of 0 those with 0.</param>
public sealed record CoefficientSpread(string Term, double Low, double Median, double High, double SameSign)
{
    internal static CoefficientSpread Of(LogisticTerm term, List<double> refitted)
    {
        if (refitted.Count == 0) return new CoefficientSpread(term.Name, 0, 0, 0, 0);
        double[] sorted = [.. refitted.Order()];
        return new CoefficientSpread(
            term.Name, Percentile.OfSorted(sorted, 0.025), Percentile.OfSorted(sorted, 0.5), Percentile.OfSorted(sorted, 0.975),
            (double)refitted.Count(one => Math.Sign(one) == Math.Sign(term.Coefficient)) / refitted.Count);
    }
}

/// <param name="Times">How often the refits chose it.</param>
public sealed record PenaltyCount(double C, int Times);
