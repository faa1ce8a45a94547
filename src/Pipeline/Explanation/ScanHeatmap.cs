using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Pipeline.Explanation;

/// <summary>Where in a scan a network finds what speaks for the disease, on the very grid of the scan as it was stored.</summary>
/// <param name="Values">First stored index fastest; 0 to 1, the greatest being 1; 0 also where the network looked at nothing.</param>
/// <param name="Greatest">What 1 stands for, in log-odds as the map's method counts them; 0: nothing speaks for the disease.</param>
/// <param name="Peak">Stored indices of the greatest value; of equal ones the middle.</param>
/// <param name="PeakMm">The same in the patient: mm to the right, to the front, up.</param>
public sealed record ScanHeatmap(
    ImmutableArray<int> Shape, Affine Affine, float[] Values, double Greatest, ImmutableArray<int> Peak, ImmutableArray<double> PeakMm)
{
    /// <param name="shape">Of the stored scan.</param>
    /// <param name="affine">The scan's own.</param>
    public static ScanHeatmap Of(FeatureMap map, PreparationInverse inverse, ImmutableArray<int> shape, Affine affine)
    {
        var values = new float[shape[0] * shape[1] * shape[2]];
        var n = 0;
        for (var k = 0; k < shape[2]; k++)
            for (var j = 0; j < shape[1]; j++)
                for (var i = 0; i < shape[0]; i++, n++)
                    if (inverse.At(i, j, k) is var (x, y, z)) values[n] = (float)map.At(x, y, z);
        var greatest = values.Max();
        if (greatest > 0)
            for (n = 0; n < values.Length; n++) values[n] /= greatest;
        var peak = MiddleOfTheGreatest(values, shape);
        return new ScanHeatmap(shape, affine, values, Math.Max(0, greatest), peak, affine.Apply(peak[0], peak[1], peak[2]));
    }

    /// <summary>Beyond its outermost cells a map is flat, so many voxels may share the greatest value.</summary>
    private static ImmutableArray<int> MiddleOfTheGreatest(float[] values, ImmutableArray<int> shape)
    {
        var greatest = values.Max();
        int[] all = [.. Enumerable.Range(0, values.Length).Where(n => values[n] == greatest)];
        var middle = all.Average(n => n % shape[0]);
        var (j, k) = (all.Average(n => n / shape[0] % shape[1]), all.Average(n => n / shape[0] / shape[1]));
        return [(int)Math.Round(middle), (int)Math.Round(j), (int)Math.Round(k)];
    }
}
