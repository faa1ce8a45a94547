using System.Globalization;

namespace AxSpa.Pipeline.Imaging;

/// <summary>Whether there is anything left to see in a scan once it is in single precision, as networks read it.</summary>
internal static class PreparedContrast
{
    /// <summary>The least normal number of IEEE 754 binary32: below it digits are lost one by one, and soon the reciprocal is infinite.</summary>
    private const double LeastNormal = 1.17549435e-38;

    /// <summary>Contrast below this part of the mean is the rounding of single precision (6e-8).</summary>
    private const double LeastPart = 1e-7;

    /// <param name="voxels">After z-scoring.</param>
    /// <param name="mean">Before it; <paramref name="deviation"/> too.</param>
    /// <param name="raw">What they were made from.</param>
    /// <returns>Null: there is contrast, and every voxel is a finite number.</returns>
    public static string? Refusal(ReadOnlySpan<float> voxels, double mean, double deviation, RawVolume raw)
    {
        if (!double.IsFinite(deviation))
            return "its values are too large for single precision. Save the scan with smaller values.";
        if (deviation < LeastNormal || deviation <= LeastPart * Math.Abs(mean))
            return Flat(mean, deviation, raw);
        foreach (var voxel in voxels)
            if (!float.IsFinite(voxel))
                return string.Create(CultureInfo.InvariantCulture,
                    $"its contrast does not fit into single precision (mean {mean:G6}, standard deviation {deviation:G6}): ")
                    + "some prepared voxels would not be finite numbers. Save the scan with smaller values.";
        return null;
    }

    private static string Flat(double mean, double deviation, RawVolume raw)
    {
        var (least, greatest) = RangeOf(raw);
        if (greatest > least && (deviation > 0 || Math.Abs(greatest - least) < LeastNormal || greatest - least <= 2 * LeastPart * Math.Abs(mean)))
            return string.Create(CultureInfo.InvariantCulture,
                $"its values run from {least:G9} to {greatest:G9}, and single precision, which networks read, does not hold such a small contrast. ")
                + "Is scl_slope or scl_inter of its header damaged? Convert the scan again, or save it with other units.";
        return string.Create(CultureInfo.InvariantCulture,
            $"every voxel of the resampled scan has the value {mean:G6}, so there is nothing to see and no contrast to scale. Is it an empty "
            + $"mask or a failed export?");
    }

    private static (double Least, double Greatest) RangeOf(RawVolume raw)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var values in raw.ScaledParts())
            foreach (var value in values.Span)
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        return (least, greatest);
    }
}
