using System.Collections.Immutable;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Imaging;

namespace AxSpa.Trainer.Explaining;

/// <summary>The file that a prepared scan was made from.</summary>
/// <param name="Name">Relative to the folder of the scans.</param>
/// <param name="Path">Where it lay when the cohort was read.</param>
internal sealed record ScanSource(string Name, string Path, string Sha256)
{
    /// <param name="inputs">What was read, in the order of the scans; of a pair, .img follows .hdr.</param>
    /// <returns>[scan] of a cohort.</returns>
    public static ImmutableArray<ScanSource> In(IEnumerable<InputFile> inputs) =>
        [.. inputs.Where(input => input.Role == InputFiles.ScanRole && !ScanEnding.IsVoxels(input.Name))
            .Select(input => new ScanSource(input.Name, input.Path, input.Sha256))];

    /// <exception cref="RefusedInputException">It is gone, or holds something else than what the network saw.</exception>
    public void RequireUnchanged(ReadPermit? permit)
    {
        permit?.Require(Path);
        if (!File.Exists(Path))
            throw new RefusedInputException($"{Path} is gone; a map in a scan's own space needs the scan.");
        if (InputFile.Of(InputFiles.ScanRole, Name, Path, permit).Sha256 != Sha256)
            throw new RefusedInputException($"{Path} has changed since the cohort was read, so it is not the scan that the network saw.");
    }
}
