using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Imaging;

/// <summary>From a NIfTI file to what a network eats: reoriented to the wanted frame, resampled, z-scored.</summary>
public static class ScanPreparation
{
    /// <summary>
    /// The scan on the grid of <paramref name="geometry"/>: trilinear, on an "align corners" grid of the given size, or at a
    /// given spacing centred on the scan and cropped or padded to the size. Mean 0 and population standard deviation 1 over what
    /// lies within the scan; padding is 0, the mean.
    /// </summary>
    /// <param name="volume">Which volume of a 4-D file, from 0; null: the file must hold exactly one.</param>
    /// <exception cref="NiftiException">The file cannot be used; the message says why and what to do.</exception>
    public static PreparedVolume Prepare(string path, InputGeometry geometry, int? volume, ReadPermit? permit = null)
    {
        CheckGeometry(geometry);
        using var image = NiftiImage.Open(path, permit);
        var index = Choose(image, volume);
        using var raw = image.ReadVolume(index);
        if (index < image.Header.Volumes - 1) image.RequireEnd(); // after the last, it was
        RefuseNotFinite(image, raw);

        var header = image.Header;
        var grid = new SamplingGrid(image.Affine, header.SpatialShape, geometry);
        if (grid.IsEmpty)
            throw new NiftiException(path, "no point of the wanted grid lies within the scan. Choose a smaller mri input spacingMm.");
        var voxels = TrilinearResampling.Fill(raw, header, grid);
        var (mean, deviation) = ZScore.Apply(voxels, grid.Size, grid.From, grid.To);
        if (PreparedContrast.Refusal(voxels, mean, deviation, raw) is { } refusal)
            throw new NiftiException(path, refusal);
        var warnings = image.Warnings.ToList();
        if (NiftiIntent.WarningOf(header.Intent) is null && FewValues.WarningOf(raw) is { } few) warnings.Add(few);
        return new PreparedVolume(grid.Size, voxels, [.. warnings], ScanAcquisition.Of(image.Affine, geometry.Frame));
    }

    private static int Choose(NiftiImage image, int? volume)
    {
        var count = image.Header.Volumes;
        if (volume is null && count > 1)
            throw new NiftiException(image.Path, $"the file holds {count} volumes ({string.Join(" × ", image.Header.Shape)}), but a scan is one. "
                + $"Set cohort mri `volume: k` with k from 0 to {count - 1}.");
        if (volume is { } index && (index < 0 || index >= count))
            throw new NiftiException(image.Path,
                $"volume {index} is asked for, but the file holds {count}. Set cohort mri `volume: k` with k from 0 to {count - 1}.");
        return volume ?? 0;
    }

    private static void RefuseNotFinite(NiftiImage image, RawVolume raw)
    {
        var (count, first) = FiniteVoxels.NotFiniteIn(raw);
        if (count == 0)
            return;
        var shape = image.Header.SpatialShape;
        var (i, j, k) = (first % shape[0], first / shape[0] % shape[1], first / shape[0] / shape[1]);
        throw new NiftiException(image.Path, $"{count} of {raw.Count} voxels are NaN or infinite, the first at ({i}, {j}, {k}), counted from 0 as stored. "
            + "A network cannot learn from them: repair the scan or take the patient's scan out of the folder.");
    }

    private static void CheckGeometry(InputGeometry geometry)
    {
        if (geometry.Size.Length != 3 || geometry.Size.Any(size => size < 1) || geometry.Size.Aggregate(1.0, (product, size) => product * size) > int.MaxValue)
            throw new RefusedInputException(
                $"mri input size [{string.Join(", ", geometry.Size)}]: three whole numbers from 1 on are needed, with a product below 2^31.");
        if (geometry.SpacingMm is { } spacing && (spacing.Length != 3 || spacing.Any(mm => !(mm > 0 && double.IsFinite(mm)))))
            throw new RefusedInputException(string.Create(CultureInfo.InvariantCulture,
                $"mri input spacingMm [{string.Join(", ", spacing)}]: three positive numbers of millimetres are needed."));
    }
}
