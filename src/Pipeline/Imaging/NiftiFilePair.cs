namespace AxSpa.Pipeline.Imaging;

/// <summary>The file with the header and the file with the voxels: one and the same for .nii, two for .hdr/.img.</summary>
internal readonly record struct NiftiFilePair(string Header, string Voxels)
{
    public bool IsOneFile => Header == Voxels;

    /// <param name="path">Any of .nii, .nii.gz, .hdr, .img, .hdr.gz, .img.gz, whatever their case; either half of a pair will do.</param>
    /// <exception cref="NiftiException">The other half is missing, or there are several of which none is named as this half is.</exception>
    public static NiftiFilePair Of(string path) =>
        ScanEnding.IsHeader(path) ? new(path, OtherHalf(path))
        : ScanEnding.IsVoxels(path) ? new(OtherHalf(path), path)
        : new(path, path);

    private static string OtherHalf(string path)
    {
        var (stem, endings) = (ScanEnding.StemOf(path), ScanEnding.OfOtherHalf(path));
        if (endings.Select(ending => stem + ending).FirstOrDefault(File.Exists) is { } exact)
            return exact;
        var others = InAnyCase(path);
        return others.Count switch
        {
            1 => others[0],
            0 => throw new NiftiException(path,
                $"its other half is missing: a {ScanEnding.Of(path)} file needs a {endings[1]} file of the same name beside it ({stem + endings[1]})."),
            _ => throw new NiftiException(path,
                $"its other half may be any of {others.Count} files, whose endings differ in case only. Delete all but the one that belongs to it."),
        };
    }

    private static List<string> InAnyCase(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var stem = Path.GetFileName(ScanEnding.StemOf(path));
        try
        {
            return [.. Directory.EnumerateFiles(folder)
                .Where(file =>
                    (ScanEnding.IsHeader(path) ? ScanEnding.IsVoxels(file) : ScanEnding.IsHeader(file)) && ScanEnding.StemOf(Path.GetFileName(file)) == stem)
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return []; // as if nothing were there: that is what is said
        }
    }
}
