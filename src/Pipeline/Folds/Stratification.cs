using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Folds;

/// <summary>A random order that keeps like patients together, so that dealing along it spreads every stratum evenly.</summary>
internal static class Stratification
{
    /// <summary>Indices of the patients: cases before controls, within them by center, within it with MRI first, else random.</summary>
    /// <remarks>The patients are taken in ordinal order of their ids first: the order of the input file cannot matter.</remarks>
    public static int[] Order(IReadOnlyList<SplitPatient> patients, ulong randomSeed, string use)
    {
        var indices = Enumerable.Range(0, patients.Count).OrderBy(i => patients[i].Id, StringComparer.Ordinal).ToArray();
        RandomStream.From(randomSeed, use).Shuffle(indices.AsSpan());
        return [.. indices
            .OrderByDescending(i => patients[i].IsCase)
            .ThenBy(i => patients[i].Center, StringComparer.Ordinal)
            .ThenByDescending(i => patients[i].HasScan)]; // LINQ's sort is stable: the shuffled order stays inside a stratum
    }
}
