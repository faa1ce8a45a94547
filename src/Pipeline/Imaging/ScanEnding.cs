namespace AxSpa.Pipeline.Imaging;

/// <summary>
/// The endings by which a file is a scan, whatever their case: exports of Windows and DOS write .NII and .HDR. Whoever looks for scans, or asks what a
/// file is, asks here.
/// </summary>
public static class ScanEnding
{
    private const string Gzip = ".gz", Header = ".hdr", Voxels = ".img", Whole = ".nii";

    /// <summary>For messages.</summary>
    public const string Known = ".nii, .nii.gz, or .hdr with .img";

    /// <returns>The ending as the name writes it, such as <c>.Nii.Gz</c>; empty: it is no scan's.</returns>
    public static string Of(string name)
    {
        var unpacked = WithoutGzip(name);
        return EndsIn(unpacked, Whole) || EndsIn(unpacked, Header) || EndsIn(unpacked, Voxels) ? name[(unpacked.Length - Whole.Length)..] : "";
    }

    /// <summary>Does the name say that this is a scan, or half of one?</summary>
    public static bool IsScan(string name) => Of(name).Length > 0;

    /// <summary>Is it the half of a pair that holds the header?</summary>
    public static bool IsHeader(string name) => EndsIn(WithoutGzip(name), Header);

    /// <summary>Is it the half of a pair that holds the voxels? It belongs to its header and is no scan by itself.</summary>
    public static bool IsVoxels(string name) => EndsIn(WithoutGzip(name), Voxels);

    /// <summary>Does the name say that the content is packed?</summary>
    public static bool IsPacked(string name) => EndsIn(name, Gzip);

    /// <summary>The name without its ending.</summary>
    public static string StemOf(string name) => name[..^Of(name).Length];

    /// <summary>The name with its ending in small letters, for comparing it with a pattern.</summary>
    public static string Lowered(string name) => StemOf(name) + Of(name).ToLowerInvariant();

    /// <summary>
    /// The endings of the other half of a pair, the likeliest first: packed like the half that is known, then unpacked, then packed; in capitals where that one
    /// is.
    /// </summary>
    /// <param name="half">Name of a header or of voxels.</param>
    internal static string[] OfOtherHalf(string half)
    {
        var unpacked = WithoutGzip(half);
        var other = IsHeader(half) ? Voxels : Header;
        if (char.IsUpper(unpacked[^1])) other = other.ToUpperInvariant();
        return [other + half[unpacked.Length..], other, other + Gzip];
    }

    private static string WithoutGzip(string name) => IsPacked(name) ? name[..^Gzip.Length] : name;

    private static bool EndsIn(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
