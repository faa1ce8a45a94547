using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Inspection;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Pbm;

namespace AxSpa.Standalone;

/// <summary>What a run would read in a file, or come to by a specification: the readers of a run, and nothing of its own.</summary>
internal static class Inspection
{
    private static readonly string[] ScanEndings = [".nii", ".nii.gz", ".hdr", ".hdr.gz", ".img", ".img.gz"];

    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedInputException">The file is neither a specification nor a scan nor a table that can be read.</exception>
    public static int Print(string path, bool json)
    {
        if (Directory.Exists(path))
            throw new RefusedInputException($"{path}: is a folder. Name one NIfTI file, one clinical table or one run's YAML file in it.");
        if (!File.Exists(path))
            throw new RefusedInputException($"{path}: there is no such file.{NearestFile.Hint(path)}");
        if (Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml")
        {
            var run = SpecificationInspection.Of(path, (done, of) => Console.Error.Write(done == of ? $"\rscans {done}/{of}\n" : done % 10 == 0 ? $"\rscans {done}/{of}" : ""));
            Console.Out.WriteLine(json ? run.ToJson() : VisibleText.Of(run.ToText().TrimEnd()));
            return run.IsRefused ? ExitCode.Refused : ExitCode.Done;
        }
        if (ScanEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            var scan = NiftiInspection.Of(path);
            Console.Out.WriteLine(json ? scan.ToJson() : scan.ToText().TrimEnd());
            return 0;
        }
        var table = TableInspection.Of(path);
        Console.Out.WriteLine(json ? table.ToJson() : table.ToText().TrimEnd());
        return 0;
    }
}
