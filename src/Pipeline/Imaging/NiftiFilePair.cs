namespace AxSpa.Pipeline.Imaging;

/// <summary>The file with the header and the file with the voxels: one and the same for .nii, two for .hdr/.img.</summary>
internal readonly record struct NiftiFilePair(string Header, string Voxels)
{
    public bool IsOneFile => Header == Voxels;

    /// <param name="path">Any of .nii, .nii.gz, .hdr, .img, .hdr.gz, .img.gz; either half of a pair will do.</param>
    public static NiftiFilePair Of(string path)
    {
        if (PartnerOf(path, ".hdr", ".img") is { } voxels)
            return new(path, voxels);
        if (PartnerOf(path, ".img", ".hdr") is { } header)
            return new(header, path);
        return new(path, path);
    }

    private static string? PartnerOf(string path, string own, string other)
    {
        var plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (!plain.EndsWith(own, StringComparison.OrdinalIgnoreCase))
            return null;
        var partner = plain[..^own.Length] + (char.IsUpper(plain[^1]) ? other.ToUpperInvariant() : other);
        string[] candidates = [partner + path[plain.Length..], partner, partner + ".gz"];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new NiftiException(path, $"its other half is missing: a {own} file needs a {other} file of the same name beside it ({partner}).");
    }
}
