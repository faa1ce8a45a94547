using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Standalone;

/// <summary>What a run would read in a file: the readers of a run, and nothing of its own.</summary>
internal static class Inspection
{
    private static readonly string[] ScanEndings = [".nii", ".nii.gz", ".hdr", ".hdr.gz", ".img", ".img.gz"];

    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedInputException">The file is neither a scan nor a table that can be read.</exception>
    public static int Print(string path, bool json)
    {
        if (Directory.Exists(path))
            throw new RefusedInputException($"{path}: is a folder. Name one NIfTI file or one clinical table in it.");
        if (!File.Exists(path))
            throw new RefusedInputException($"{path}: there is no such file.");
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
