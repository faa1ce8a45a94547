namespace AxSpa.Pipeline.Deployment;

/// <summary>Where a frozen model is taken from: a finished run on this machine's disk, or a bundle.</summary>
/// <param name="Run">A run's folder; null where a bundle is given.</param>
/// <param name="Bundle">A bundle's path; null where a run is given.</param>
/// <param name="Sha256">What the bundle must be; null: it is compared with its own manifest only.</param>
public sealed record ModelSource(string? Run, string? Bundle, string? Sha256)
{
    /// <param name="scratch">A bundle is unpacked here; a run's files are read where they lie.</param>
    /// <exception cref="RefusedInputException">It is not whole, or not what it should be.</exception>
    public FrozenModel Open(string scratch)
    {
        if (Bundle is { } bundle)
        {
            var (manifest, files) = BundleReading.Unpack(bundle, Path.Combine(scratch, "bundle"), Sha256);
            return FrozenModel.From(bundle, manifest, files);
        }
        var folder = RunSearch.Find("", Run ?? throw new ArgumentException("A model comes from a run or from a bundle."));
        var model = RunModel.Of(folder);
        return FrozenModel.From(folder.Root, model.Describe([]), model.Files);
    }
}
