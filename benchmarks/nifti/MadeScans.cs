using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Benchmarks.Nifti;

/// <summary>
/// Scans of 160 × 160 × 32 int16: smooth tissue in an oval body plus noise everywhere, so that gzip works as hard as on real MRI.
/// </summary>
internal static class MadeScans
{
    private const int Width = 160;
    private const int Depth = 32;
    private static readonly Affine Affine = new([1.25, 0, 0, -100, 0, 1.25, 0, -100, 0, 0, 4, -60]);

    public static void Write(string folder, int count)
    {
        for (var scan = 0; scan < count; scan++)
            NiftiWriter.Write(Path.Combine(folder, $"v{scan:00}.nii.gz"), [Width, Width, Depth], Affine, Voxels(RandomStream.From(3, RandomUse.Phantom, scan)));
    }

    private static short[] Voxels(RandomStream random)
    {
        var tissue = new double[Width * Width * Depth];
        for (var n = 0; n < tissue.Length; n++)
            tissue[n] = random.NextGaussian();
        Smooth(tissue, stride: 1, Width, deviation: 6);
        Smooth(tissue, stride: Width, Width, deviation: 6);
        Smooth(tissue, stride: Width * Width, Depth, deviation: 2);
        var scale = 120 / Math.Sqrt(tissue.Average(value => value * value));

        var voxels = new short[tissue.Length];
        for (var n = 0; n < voxels.Length; n++)
        {
            var (x, y) = (2.0 * (n % Width) / (Width - 1) - 1, 2.0 * (n / Width % Width) / (Width - 1) - 1);
            var body = x * x / 0.8 + y * y / 0.6 < 1 ? scale * tissue[n] + 400 : 0;
            voxels[n] = (short)Math.Abs(body + 12 * random.NextGaussian());
        }
        return voxels;
    }

    /// <summary>A Gaussian along one axis, the volume mirrored at its edges.</summary>
    private static void Smooth(double[] values, int stride, int length, double deviation)
    {
        var reach = (int)(4 * deviation);
        var kernel = Enumerable.Range(-reach, 2 * reach + 1).Select(d => Math.Exp(-d * d / (2 * deviation * deviation))).ToArray();
        var sum = kernel.Sum();
        var line = new double[length];
        for (var start = 0; start < values.Length; start++)
        {
            if (start / stride % length != 0)
                continue;
            for (var i = 0; i < length; i++)
                line[i] = values[start + i * stride];
            for (var i = 0; i < length; i++)
            {
                var blurred = 0.0;
                for (var d = -reach; d <= reach; d++)
                    blurred += kernel[d + reach] * line[Mirror(i + d, length)];
                values[start + i * stride] = blurred / sum;
            }
        }
    }

    private static int Mirror(int i, int length)
    {
        i = (i % (2 * length) + 2 * length) % (2 * length);
        return i < length ? i : 2 * length - 1 - i;
    }
}
