using System.Collections.Immutable;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Fusion;

/// <summary>
/// The late fusion as its file says it, read and walked without XGBoost. The library believes its files: a child that is no node, or a tree
/// that goes in circles, ends the process or never ends. So a file is read here first, and what the library answers is compared with this.
/// </summary>
/// <remarks>The walk gives the library's own bits: trees are added one by one, in single precision, to the log-odds of the base score.</remarks>
public sealed class BoostedTrees : IFusionPredictor
{
    private readonly float _base;
    private readonly ImmutableArray<BoostedTree> _trees;

    internal BoostedTrees(ImmutableArray<string> features, float baseMargin, ImmutableArray<BoostedTree> trees) =>
        (Features, _base, _trees) = (features, baseMargin, trees);

    /// <summary>In the order of the columns that the trees split.</summary>
    public ImmutableArray<string> Features { get; }

    public int Count => _trees.Length;

    /// <param name="features">What the trees must have been grown on, in this order.</param>
    /// <exception cref="BoostedTreesException">The file is not such a model: names the field and the rule.</exception>
    public static BoostedTrees Read(ReadOnlySpan<byte> json, ImmutableArray<string> features) => BoostedTreesJson.Read(json, features);

    /// <returns>[rows] log-odds.</returns>
    public float[] Margins(FeatureMatrix rows)
    {
        var margins = new float[rows.Rows];
        for (var row = 0; row < margins.Length; row++)
        {
            var margin = _base;
            foreach (var tree in _trees) margin += tree.Leaf(rows.Row(row));
            margins[row] = margin;
        }
        return margins;
    }

    /// <exception cref="NotSupportedException">Always: TreeSHAP is the library's.</exception>
    float[,] IFusionPredictor.Contributions(FeatureMatrix rows) => throw new NotSupportedException("The library explains its trees.");

    /// <summary>
    /// Rows that are nobody's: each value is drawn from the range in which the trees split its feature, a quarter wider on both sides, and one in
    /// eight is missing. The same trees and seed give the same rows.
    /// </summary>
    public FeatureMatrix MadeRows(int count, ulong randomSeed)
    {
        var ranges = new (float Low, float High)[Features.Length];
        Array.Fill(ranges, (float.PositiveInfinity, float.NegativeInfinity));
        foreach (var tree in _trees) tree.Widen(ranges);
        var draws = RandomStream.From(randomSeed, RandomUse.MadeRows);
        var values = new float[count * Features.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (low, high) = ranges[i % Features.Length] is { Low: <= float.MaxValue } split ? split : (0, 1); // nobody asks for this feature
            var margin = high > low ? ((double)high - low) / 4 : 1;
            var drawn = (float)(low - margin + draws.NextDouble() * (high - (double)low + 2 * margin));
            values[i] = draws.NextInt(8) == 0 || !float.IsFinite(drawn) ? float.NaN : drawn;
        }
        return new FeatureMatrix(Features, count, values);
    }
}
