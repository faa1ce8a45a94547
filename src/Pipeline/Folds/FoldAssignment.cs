using System.Collections.Immutable;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Folds;

/// <summary>Stratified folds over the train patients: fold k holds the same patients in both branches.</summary>
public static class FoldAssignment
{
    /// <returns>[patient] 0 .. folds − 1. Fold sizes, and the cases and controls in them, differ by at most one.</returns>
    public static ImmutableArray<int> Stratified(IReadOnlyList<SplitPatient> train, int folds, ulong randomSeed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var fold = new int[train.Count];
        var order = Stratification.Order(train, randomSeed, RandomUse.Folds);
        for (var place = 0; place < order.Length; place++)
            fold[order[place]] = place % folds; // dealt like cards, on through the strata, so that sizes stay equal as well
        return [.. fold];
    }
}
