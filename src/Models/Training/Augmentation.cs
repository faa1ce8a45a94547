using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Randomness;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Training;

/// <summary>Changes scans at random while training. Each (fold, epoch, scan) has a stream of its own, so neither order nor resume matters.</summary>
internal sealed class Augmentation(AugmentationOptions options, ulong randomSeed, FoldId fold)
{
    /// <param name="Flip">Left to right: the joints are a mirrored pair.</param>
    /// <param name="AngleRadians">About z: the axis through the slices, or in RAS the long axis of the body.</param>
    /// <param name="Shift">Fractions of the volume along x, y, z.</param>
    /// <param name="Gain">Factor on the z-scored intensities.</param>
    /// <param name="Offset">Added to them, in standard deviations.</param>
    /// <param name="LeftRightAxis">Which axis runs from left to right: 0 (x) or 2 (z).</param>
    internal readonly record struct Change(
        bool Flip, double AngleRadians, (double X, double Y, double Z) Shift, double Gain, double Offset, int LeftRightAxis = 0);

    /// <summary>What happens to one scan in one epoch.</summary>
    public Change Of(int scan, int epoch)
    {
        var draws = RandomStream.From(randomSeed, RandomUse.Augmentation, BranchRegistry.Of(fold.Branch).Stream, fold.Index, epoch, scan);
        return new(
            options.Flip & draws.NextDouble() < 0.5,
            Within(options.RotateDegrees) * Math.PI / 180,
            (Within(options.ShiftFraction), Within(options.ShiftFraction), Within(options.ShiftFraction)),
            1 + Within(options.Intensity),
            Within(options.Intensity));

        double Within(double bound) => (2 * draws.NextDouble() - 1) * bound;
    }

    /// <param name="volumes">[batch, 1, z, y, x].</param>
    /// <param name="scans">Of each its position in the cohort's scans, and which of its axes runs from left to right.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Apply(Tensor volumes, ReadOnlySpan<(int Index, int LeftRightAxis)> scans, int epoch)
    {
        var changes = new Change[scans.Length];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = Of(scans[i].Index, epoch) with { LeftRightAxis = scans[i].LeftRightAxis };
        return Apply(volumes, changes);
    }

    internal static Tensor Apply(Tensor volumes, Change[] changes)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (volumes.shape[3], volumes.shape[4]);
        var maps = TorchTensor.Of([.. changes.SelectMany(change => Map(change, (double)height / width))], [changes.Length, 3, 4], volumes.device);
        var grid = nn.functional.affine_grid(maps, volumes.shape, align_corners: false);
        var moved = nn.functional.grid_sample(volumes, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        var gain = TorchTensor.Of([.. changes.Select(change => (float)change.Gain)], [changes.Length, 1, 1, 1, 1], volumes.device);
        var offset = TorchTensor.Of([.. changes.Select(change => (float)change.Offset)], [changes.Length, 1, 1, 1, 1], volumes.device);
        return moved.mul_(gain).add_(offset).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Where each output voxel is read from, as a 3 × 4 matrix over (x, y, z, 1) in −1 .. 1. In-plane voxels are taken as
    /// square, so the rotation is corrected by height over width, or it would shear.
    /// </summary>
    private static IEnumerable<float> Map(Change change, double heightOverWidth)
    {
        var (sin, cos) = Math.SinCos(change.AngleRadians);
        var mirror = change is { Flip: true, LeftRightAxis: 0 } ? -1 : 1;
        yield return (float)(mirror * cos);
        yield return (float)(-sin * heightOverWidth);
        yield return 0;
        yield return (float)(2 * change.Shift.X);
        yield return (float)(mirror * sin / heightOverWidth);
        yield return (float)cos;
        yield return 0;
        yield return (float)(2 * change.Shift.Y);
        yield return 0;
        yield return 0;
        yield return change is { Flip: true, LeftRightAxis: 2 } ? -1 : 1;
        yield return (float)(2 * change.Shift.Z);
    }
}
