using System.Collections.Immutable;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Randomness;

namespace AxSpa.Pipeline.Cohort.Synthetic;

/// <summary>
/// How a phantom is imaged and stored. No two scanners agree: orientation, spacing, tilt, field of view, units of brightness and
/// datatype are drawn for each scan, so that reading, reorientation and resampling have work to do.
/// </summary>
internal static class PhantomScan
{
    /// <summary>Where the stored axes point to in the patient.</summary>
    private static readonly string[] Orientations = ["RAS", "LAS", "LPS", "PSR", "LSP", "RPI", "AIL", "PIR"];

    private const double NoiseDeviation = 0.05;

    public static void Write(string path, SacroiliacPhantom phantom, RandomStream random)
    {
        var orientation = Orientations[random.NextInt(Orientations.Length)];
        var (shape, affine) = Grid(orientation, random);
        var voxels = Acquire(phantom, shape, affine, random);
        var unit = 300 + 900 * random.NextDouble(); // MRI has no absolute unit
        switch (random.NextInt(4))
        {
            case 0:
                NiftiWriter.Write(path, shape, affine, Array.ConvertAll(voxels, value => (float)(unit * value)));
                break;
            case 1:
                const float slope = 0.25f, intercept = 16;
                NiftiWriter.Write(path, shape, affine, Array.ConvertAll(voxels, value => (short)Math.Round((unit * value - intercept) / slope)), slope,
                    intercept);
                break;
            default:
                NiftiWriter.Write(path, shape, affine, Array.ConvertAll(voxels, value => (short)Math.Round(unit * value)));
                break;
        }
    }

    /// <summary>About 40 × 38 × 16 voxels over 155 × 125 × 85 mm, centred near the phantom's origin, turned by a few degrees.</summary>
    private static (ImmutableArray<int> Shape, Affine Affine) Grid(string orientation, RandomStream random)
    {
        int[] count = [38 + random.NextInt(6), 35 + random.NextInt(6), 15 + random.NextInt(4)]; // right, front, up
        double[] extentMm = [155, 125, 85];
        var zoom = 0.97 + 0.06 * random.NextDouble();
        var turn = Rotation(3 * random.NextGaussian(), 3 * random.NextGaussian(), 3 * random.NextGaussian());

        var (shape, rows) = (new int[3], new double[12]);
        for (var axis = 0; axis < 3; axis++)
        {
            var towards = orientation[axis] switch { 'R' or 'L' => 0, 'A' or 'P' => 1, _ => 2 };
            var stepMm = zoom * extentMm[towards] / count[towards] * ("RAS".Contains(orientation[axis]) ? 1 : -1);
            shape[axis] = count[towards];
            for (var row = 0; row < 3; row++)
                rows[4 * row + axis] = turn[row, towards] * stepMm;
        }
        for (var row = 0; row < 3; row++)
        {
            var middle = 2.5 * random.NextGaussian();
            for (var axis = 0; axis < 3; axis++)
                middle -= rows[4 * row + axis] * (shape[axis] - 1) / 2;
            rows[4 * row + 3] = middle;
        }
        return (ImmutableArray.Create(shape), new Affine(ImmutableArray.Create(rows)));
    }

    /// <returns>First stored axis fastest; in units of the phantom, with a soft coil shading and Rician noise.</returns>
    private static double[] Acquire(SacroiliacPhantom phantom, ImmutableArray<int> shape, Affine affine, RandomStream random)
    {
        var (shadeX, shadeY) = (0.06 * random.NextGaussian(), 0.06 * random.NextGaussian());
        var voxels = new double[shape[0] * shape[1] * shape[2]];
        var n = 0;
        for (var k = 0; k < shape[2]; k++)
            for (var j = 0; j < shape[1]; j++)
                for (var i = 0; i < shape[0]; i++)
                {
                    var (x, y, z) = (At(0, i, j, k), At(1, i, j, k), At(2, i, j, k));
                    var signal = phantom.BrightnessAt(x, y, z) * (1 + shadeX * x / 75 + shadeY * y / 60);
                    var (real, imaginary) = (signal + NoiseDeviation * random.NextGaussian(), NoiseDeviation * random.NextGaussian());
                    voxels[n++] = Math.Sqrt(real * real + imaginary * imaginary);
                }
        return voxels;

        double At(int row, int i, int j, int k) => affine[row, 0] * i + affine[row, 1] * j + affine[row, 2] * k + affine[row, 3];
    }

    /// <summary>About z, then y, then x; degrees.</summary>
    private static double[,] Rotation(double aboutX, double aboutY, double aboutZ)
    {
        var (sx, cx) = Math.SinCos(aboutX * Math.PI / 180);
        var (sy, cy) = Math.SinCos(aboutY * Math.PI / 180);
        var (sz, cz) = Math.SinCos(aboutZ * Math.PI / 180);
        return new[,]
        {
            { cy * cz, -cy * sz, sy },
            { sx * sy * cz + cx * sz, -sx * sy * sz + cx * cz, -sx * cy },
            { -cx * sy * cz + sx * sz, cx * sy * sz + sx * cz, cx * cy },
        };
    }
}
