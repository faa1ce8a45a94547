using AxSpa.Models.Training;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using static TorchSharp.torch;

namespace AxSpa.Models.Tests.Training;

public sealed class AugmentationTests
{
    private static readonly Augmentation.Change Nothing = new(Flip: false, AngleRadians: 0, Shift: (0, 0, 0), Gain: 1, Offset: 0);

    [Fact]
    public void Nothing_changes_nothing() => AssertBecomes(volume => volume, Nothing);

    [Fact]
    public void A_flip_mirrors_left_and_right() => AssertBecomes(volume => volume.flip(4), Nothing with { Flip = true });

    /// <summary>Of sagittal slices in their own frame, from front to back is x.</summary>
    [Fact]
    public void A_flip_of_sagittal_slices_mirrors_left_and_right_too() =>
        AssertBecomes(volume => volume.flip(2), Nothing with { Flip = true, LeftRightAxis = 2 });

    [Fact]
    public void A_quarter_turn_about_z_turns_every_slice() =>
        AssertBecomes(volume => rot90(volume, -1, (3, 4)), Nothing with { AngleRadians = -Math.PI / 2 });

    [Fact]
    public void A_shift_moves_by_its_fraction_and_repeats_the_border() =>
        AssertBecomes(volume => cat([volume.narrow(4, 2, 4), volume.narrow(4, 5, 1), volume.narrow(4, 5, 1)], 4), Nothing with { Shift = (2.0 / 6, 0, 0) });

    [Fact]
    public void Intensity_is_scaled_and_moved() => AssertBecomes(volume => volume * 1.5 - 0.25, Nothing with { Gain = 1.5, Offset = -0.25 });

    [Fact]
    public void A_rotation_of_a_slice_that_is_not_square_does_not_shear()
    {
        using var scope = NewDisposeScope();
        var volume = zeros([1, 1, 1, 9, 21]);
        volume[0, 0, 0, 4, 13] = 1;   // 3 voxels to the right of the centre

        var turned = Augmentation.Apply(volume, [Nothing with { AngleRadians = Math.PI / 2 }]);

        // Turned by 90°, it is 3 voxels above or below the centre.
        Assert.Equal(1f, (turned[0, 0, 0, 1, 10] + turned[0, 0, 0, 7, 10]).item<float>(), 1e-4f);
    }

    [Fact]
    public void What_happens_to_a_scan_depends_on_fold_epoch_and_scan_only()
    {
        var options = new AugmentationOptions();
        var augmentation = new Augmentation(options, 42, new FoldId(BranchId.Mri, 2));

        Assert.Equal(augmentation.Of(5, 3), new Augmentation(options, 42, new FoldId(BranchId.Mri, 2)).Of(5, 3));
        Assert.Equal(4,
            new[] { augmentation.Of(5, 3), augmentation.Of(6, 3), augmentation.Of(5, 4),
                new Augmentation(options, 42, new FoldId(BranchId.Mri, 1)).Of(5, 3) }.Distinct()
                .Count());
    }

    [Fact]
    public void Changes_stay_within_the_options()
    {
        var augmentation = new Augmentation(new() { RotateDegrees = 10, ShiftFraction = 0.1, Intensity = 0.2 }, 1, new FoldId(BranchId.Mri, 0));
        var changes = Enumerable.Range(0, 500).Select(scan => augmentation.Of(scan, 1)).ToArray();

        Assert.All(changes, change =>
        {
            Assert.InRange(change.AngleRadians, -Math.PI / 18, Math.PI / 18);
            Assert.InRange(change.Shift.Z, -0.1, 0.1);
            Assert.InRange(change.Gain, 0.8, 1.2);
        });
        Assert.InRange(changes.Count(change => change.Flip), 200, 300);
        Assert.InRange(changes.Max(change => change.AngleRadians), 0.16, Math.PI / 18);
    }

    private static void AssertBecomes(Func<Tensor, Tensor> expected, Augmentation.Change change)
    {
        using var scope = NewDisposeScope();
        var volume = randn([2, 1, 4, 6, 6]);

        var changed = Augmentation.Apply(volume, [change, change]);

        Assert.True((expected(volume) - changed).abs().max().item<float>() < 1e-4);
    }
}
