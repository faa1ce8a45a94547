namespace AxSpa.Pipeline.Imaging;

/// <summary>
/// Fills a grid from a stored volume by trilinear interpolation (no low-pass filter, as scipy.ndimage.zoom). It walks along the
/// stored order and scatters into the frame's order, so that neither a full copy in floating point nor a reoriented copy is made.
/// </summary>
internal static class TrilinearResampling
{
    /// <returns>z slowest, x fastest; 0 outside the scan.</returns>
    public static float[] Fill(RawVolume volume, NiftiHeader header, SamplingGrid grid)
    {
        var voxels = new float[grid.Size[0] * grid.Size[1] * grid.Size[2]];
        var (fast, middle, slow) = (grid.Axes[0], grid.Axes[1], grid.Axes[2]);
        var shape = header.SpatialShape;
        var rows = new StoredRows(volume, header);
        var blended = new float[shape[0]];
        for (var s = slow.From; s < slow.To; s++)
            for (var m = middle.From; m < middle.To; m++)
            {
                rows.Blend(middle.Lower[m], middle.Weight[m], slow.Lower[s], slow.Weight[s], blended);
                Sample(blended, fast, voxels, m * grid.Strides[1] + s * grid.Strides[2], grid.Strides[0]);
            }
        return voxels;
    }

    private static void Sample(ReadOnlySpan<float> row, SamplingAxis axis, Span<float> into, int start, int stride)
    {
        var lower = axis.Lower;
        var weight = axis.Weight;
        if (row.Length == 1)
        {
            for (var t = axis.From; t < axis.To; t++)
                into[start + t * stride] = row[0];
            return;
        }
        for (var t = axis.From; t < axis.To; t++)
        {
            var (a, b) = (row[lower[t]], row[lower[t] + 1]);
            into[start + t * stride] = a + (b - a) * weight[t];
        }
    }
}
