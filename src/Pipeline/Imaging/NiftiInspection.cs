using System.Collections.Immutable;

namespace AxSpa.Pipeline.Imaging;

/// <summary>What <c>axspa inspect</c> says about one NIfTI file, all volumes of it.</summary>
/// <param name="Shape">As stored, the first index fastest.</param>
/// <param name="SpacingMm">Along the first three stored axes.</param>
/// <param name="Affine">Three rows of four: stored voxel indices to millimetres (RAS+).</param>
/// <param name="AffineFrom"><c>sform</c>, <c>qform</c> or <c>pixdim</c>.</param>
/// <param name="Orientation">Where the stored axes point to, such as <c>LPS</c>.</param>
/// <param name="ReorientedShape">Sizes along right, front, up: what a network sees before resampling where mri.input.frame is ras.</param>
/// <param name="Plane">In which the slices were acquired, such as <c>semicoronal</c>, or <c>nearly isotropic</c>.</param>
/// <param name="TiltDegrees">Signed (<see cref="AcquisitionFrame"/>); null: nearly isotropic.</param>
/// <param name="AcquisitionShape">Sizes in the frame of acquisition: what a network sees before resampling, unless mri.input.frame is ras.</param>
/// <param name="Slope">Applied to the stored values; 1 where they are unscaled.</param>
/// <param name="Least">Over the finite voxels; null where there is none. So are <paramref name="Greatest"/>, <paramref name="Sum"/> and
/// <paramref name="Mean"/>.</param>
public sealed record NiftiInspection(
    string File,
    string Format,
    ImmutableArray<int> Shape,
    ImmutableArray<double> SpacingMm,
    ImmutableArray<ImmutableArray<double>> Affine,
    string AffineFrom,
    string Orientation,
    string ReorientedTo,
    ImmutableArray<int> ReorientedShape,
    ImmutableArray<ImmutableArray<double>> ReorientedAffine,
    string Plane,
    double? TiltDegrees,
    ImmutableArray<int> AcquisitionShape,
    string Datatype,
    string ByteOrder,
    double Slope,
    double Intercept,
    double? Least,
    double? Greatest,
    double? Sum,
    double? Mean,
    long Voxels,
    long NanVoxels,
    long InfiniteVoxels,
    ImmutableArray<string> Warnings)
{
    /// <exception cref="NiftiException">The file cannot be read.</exception>
    public static NiftiInspection Of(string path)
    {
        using var image = NiftiImage.Open(path);
        var header = image.Header;
        var values = VoxelSummary.Of(image);
        var reoriented = image.Orientation.Axes.Reorient(image.Affine, header.SpatialShape);
        var acquired = AcquisitionFrame.Of(image.Affine);
        var warnings = image.Warnings.ToList();
        if (header.Volumes > 1)
            warnings.Add($"{header.Volumes} volumes: a cohort needs mri `volume: k` with k from 0 to {header.Volumes - 1}");
        if (NiftiIntent.WarningOf(header.Intent) is null && values.Few is { } few)
            warnings.Add(few);
        if (values.Nan + values.Infinite > 0)
            warnings.Add($"{values.Nan + values.Infinite} voxels are NaN or infinite: a cohort refuses this scan");
        return new NiftiInspection(
            path,
            $"NIfTI-{header.Version}{(header.IsPair ? " pair" : "")}",
            header.Shape,
            image.Affine.SpacingMm,
            RowsOf(image.Affine),
            header.SformCode > 0 ? "sform" : header.QformCode > 0 ? "qform" : "pixdim",
            image.Orientation.Code,
            Imaging.Orientation.Of(reoriented).Code,
            image.Orientation.Axes.Reorient(header.SpatialShape),
            RowsOf(reoriented),
            acquired.Plane.Word(),
            acquired.TiltDegrees is { } tilt ? Math.Round(tilt, 1) + 0 : null,
            acquired.Axes.Reorient(header.SpatialShape),
            VoxelTypes.NameOf(header.Type),
            header.IsBigEndian ? "big" : "little",
            header.Slope,
            header.Intercept,
            values.Least,
            values.Greatest,
            values.Sum,
            values.Mean,
            values.Voxels,
            values.Nan,
            values.Infinite,
            [.. warnings]);
    }

    private static ImmutableArray<ImmutableArray<double>> RowsOf(Affine affine) =>
        [.. Enumerable.Range(0, 3).Select(row => affine.Rows.Slice(4 * row, 4))];
}
