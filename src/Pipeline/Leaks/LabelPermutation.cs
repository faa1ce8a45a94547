using System.Globalization;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Fusion;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Leaks;

/// <summary>
/// The canary: labels of the training patients dealt out at random, and the fusion's own cross-fitting over the run's own folds and features. Nothing
/// is left to learn, so the out-of-fold AUROC is 0.5 on average; more means that a held-out patient's own row reaches the model that is asked about
/// them. It tests the folds and how they are held out, not the features: a feature made from the label loses its label too.
/// </summary>
/// <remarks>
/// Labels are dealt out within each fold, and cases compared with controls of their own fold only. Then a held-out label is independent of the
/// model that is asked, and the mean is 0.5 exactly. Pairs across folds are not: of two alike patients in two folds the case pushes the control up and the
/// control the case down, which would hide a leak.
/// </remarks>
public static class LabelPermutation
{
    public const int Permutations = 20;

    /// <summary>Standard errors above 0.5 that raise an alarm.</summary>
    public const double StandardErrors = 3;

    /// <summary>More patients would make it surer and no different.</summary>
    public const int MostPatients = 2000;

    /// <summary>A leak is learned at once. Their number is fixed: a choice by the held-out loss would look at the labels.</summary>
    private const int Rounds = 10;

    /// <param name="rows">Out-of-fold features of the train patients, as the fusion learns from them.</param>
    /// <param name="isCase">[rows]</param>
    /// <param name="fold">[rows] the fold that holds each row out.</param>
    public static LeakCheck Look(IGradientBoosting boosting, FeatureMatrix rows, bool[] isCase, int[] fold, BoostingOptions options, ulong randomSeed)
    {
        var kept = RandomStream.From(randomSeed, RandomUse.LabelPermutation).Some([.. Enumerable.Range(0, rows.Rows)], MostPatients);
        var (few, labels, folds) = (rows.Only(kept), Array.ConvertAll(kept, row => isCase[row]), Array.ConvertAll(kept, row => fold[row]));
        return Look(labels, folds, permuted => CrossFit.AfterRounds(boosting, few, permuted, folds, options, Rounds), randomSeed);
    }

    /// <param name="outOfFold">From labels to each row's out-of-fold score.</param>
    internal static LeakCheck Look(bool[] isCase, int[] fold, Func<bool[], double[]> outOfFold, ulong randomSeed)
    {
        var aurocs = new List<double>();
        for (var permutation = 0; permutation < Permutations; permutation++)
        {
            var permuted = Permuted(isCase, fold, RandomStream.From(randomSeed, RandomUse.LabelPermutation, permutation));
            if (WithinFolds(permuted, fold, outOfFold(permuted)) is { } auroc) aurocs.Add(auroc);
        }
        if (aurocs.Count < Permutations)
            return LeakCheck.Passed(LeakKind.LabelPermutation, "Not looked at: no fold has both cases and controls.");
        var mean = aurocs.Average();
        var error = Math.Sqrt(aurocs.Sum(auroc => (auroc - mean) * (auroc - mean)) / (Permutations - 1) / Permutations);
        var finding = string.Create(CultureInfo.InvariantCulture,
            $"With labels at random, {Permutations} times over {isCase.Length} train patients, the mean out-of-fold AUROC is {mean:F3} (standard error "
            + $"{error:F3}); above {0.5 + StandardErrors * error:F3} it raises an alarm.");
        return mean - 0.5 <= StandardErrors * error ? LeakCheck.Passed(LeakKind.LabelPermutation, finding) : new LeakCheck(LeakKind.LabelPermutation, finding,
        [
            new LeakAlarm(LeakKind.LabelPermutation, "cross-validation", mean, string.Create(CultureInfo.InvariantCulture,
                $"labels dealt out at random are predicted out of fold with a mean AUROC of {mean:F3} (standard error {error:F3}); 0.5 is all there should "
                + $"be. Held-out patients reach the models that are asked about them. Believe no figure of this run before the reason is found.")),
        ]);
    }

    private static bool[] Permuted(bool[] isCase, int[] fold, RandomStream random)
    {
        var permuted = new bool[isCase.Length];
        foreach (var rows in Enumerable.Range(0, isCase.Length).GroupBy(row => fold[row]).OrderBy(rows => rows.Key))
        {
            bool[] labels = [.. rows.Select(row => isCase[row])];
            random.Shuffle(labels.AsSpan());
            foreach (var (i, row) in rows.Index()) permuted[row] = labels[i];
        }
        return permuted;
    }

    /// <summary>The share of pairs of a case and a control of one fold that are in the right order; null without such pairs.</summary>
    private static double? WithinFolds(bool[] isCase, int[] fold, double[] scores)
    {
        double right = 0, pairs = 0;
        foreach (var rows in Enumerable.Range(0, isCase.Length).GroupBy(row => fold[row]))
        {
            bool[] labels = [.. rows.Select(row => isCase[row])];
            if (Auroc.Of(labels, [.. rows.Select(row => scores[row])]) is not { } auroc) continue;
            double ofFold = labels.Count(one => one) * (double)labels.Count(one => !one);
            right += auroc * ofFold;
            pairs += ofFold;
        }
        return pairs == 0 ? null : right / pairs;
    }
}
