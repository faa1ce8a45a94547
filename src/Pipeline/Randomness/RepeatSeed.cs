namespace AxSpa.Pipeline.Randomness;

/// <summary>
/// The number that all randomness of one repeat of the cross-validation is derived from: folds, initial weights, orders, changes of scans, dropout, fusion.
/// </summary>
public static class RepeatSeed
{
    /// <param name="randomSeed">The run's, and that of its first cross-validation.</param>
    /// <param name="repeat">From 0.</param>
    public static ulong Of(ulong randomSeed, int repeat) => repeat == 0 ? randomSeed : RandomStream.SeedFor(randomSeed, RandomUse.Repeat, repeat);
}
