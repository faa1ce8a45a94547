using System.Collections.Immutable;

namespace AxSpa.Pipeline.Deployment.Recalibration;

/// <summary>A probability corrected by the rising function that fits the outcomes best in least squares.</summary>
/// <param name="At">Ascending probabilities of the model.</param>
/// <param name="Value">[<paramref name="At"/>] what they become; between two of them a straight line, beyond the ends constant.</param>
/// <remarks>Pool adjacent violators: Ayer et al. 1955; Zadrozny and Elkan, KDD 2002. As scikit-learn's IsotonicRegression(out_of_bounds="clip").</remarks>
public sealed record IsotonicMap(ImmutableArray<double> At, ImmutableArray<double> Value)
{
    public static IsotonicMap Fit(ReadOnlySpan<bool> isCase, ReadOnlySpan<double> probability)
    {
        var (sorted, outcome) = (probability.ToArray(), isCase.ToArray());
        Array.Sort(sorted, outcome);
        var blocks = new List<(double First, double Last, double Cases, int Count)>();
        for (var i = 0; i < sorted.Length; i++)
        {
            var cases = outcome[i] ? 1.0 : 0;
            if (blocks.Count > 0 && blocks[^1].Last == sorted[i]) // equal probabilities must become equal ones
            {
                var same = blocks[^1];
                blocks[^1] = (same.First, same.Last, same.Cases + cases, same.Count + 1);
            }
            else blocks.Add((sorted[i], sorted[i], cases, 1));
            if (i + 1 < sorted.Length && sorted[i + 1] == sorted[i]) continue;
            while (blocks.Count > 1 && blocks[^2].Cases * blocks[^1].Count >= blocks[^1].Cases * blocks[^2].Count)
            {
                var (low, high) = (blocks[^2], blocks[^1]);
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (low.First, high.Last, low.Cases + high.Cases, low.Count + high.Count);
            }
        }
        var (at, value) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        // No finite cohort shows that a risk is 0 or 1, and the log loss of such an answer may be infinite.
        var least = 0.5 / (sorted.Length + 1);
        foreach (var block in blocks)
        {
            var share = Math.Clamp(block.Cases / block.Count, least, 1 - least);
            at.Add(block.First);
            value.Add(share);
            if (block.Last == block.First) continue;
            at.Add(block.Last);
            value.Add(share);
        }
        return new IsotonicMap(at.ToImmutable(), value.ToImmutable());
    }

    public double Apply(double probability)
    {
        if (probability <= At[0]) return Value[0];
        if (probability >= At[^1]) return Value[^1];
        var above = At.BinarySearch(probability);
        if (above >= 0) return Value[above];
        above = ~above;
        var share = (probability - At[above - 1]) / (At[above] - At[above - 1]);
        return Value[above - 1] + share * (Value[above] - Value[above - 1]);
    }
}
