using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Cohort.Inspection;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Pbm;

namespace AxSpa.Standalone;

/// <summary>What a run would read in a file, or come to by a specification: the readers of a run, and nothing of its own.</summary>
internal static class Inspection
{
    private const int LookedInto = 100;

    /// <returns>The exit code.</returns>
    /// <exception cref="RefusedInputException">The file is neither a specification nor a scan nor a table that can be read.</exception>
    public static int Print(string path, bool json)
    {
        if (Directory.Exists(path))
            throw new RefusedInputException(HoldsDicom(path)
                ? $"{path}: is a folder with DICOM files, and a run reads NIfTI. {DicomFile.Advice}"
                : $"{path}: is a folder. Name one NIfTI file, one clinical table or one run's YAML file in it.");
        if (!File.Exists(path))
            throw new RefusedInputException($"{path}: there is no such file.{MistypedPath.Hint(path)}");
        if (DicomFile.IsOne(path) || DicomFile.IsNamed(path) && !ScanEnding.IsScan(path))
            throw new RefusedInputException(
                $"{path}: is {(DicomFile.IsOne(path) ? "a DICOM file" : "DICOM by its name")}, and a run reads NIfTI. {DicomFile.Advice}");
        if (Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml")
        {
            var run = SpecificationInspection.Of(
                path, (done, of) => Console.Error.Write(done == of ? $"\rscans {done}/{of}\n" : done % 10 == 0 ? $"\rscans {done}/{of}" : ""));
            Console.Out.WriteLine(json ? run.ToJson() : VisibleText.Of(run.ToText().TrimEnd()));
            return run.IsRefused ? ExitCode.Refused : ExitCode.Done;
        }
        if (ScanEnding.IsScan(path))
        {
            var scan = NiftiInspection.Of(path);
            Console.Out.WriteLine(json ? scan.ToJson() : scan.ToText().TrimEnd());
            return 0;
        }
        var table = TableInspection.Of(path);
        Console.Out.WriteLine(json ? table.ToJson() : table.ToText().TrimEnd());
        return 0;
    }

    /// <summary>In it or one folder further down, as scanners and archives write series.</summary>
    private static bool HoldsDicom(string folder)
    {
        try
        {
            return new[] { folder }.Concat(Directory.EnumerateDirectories(folder).Take(LookedInto))
                .SelectMany(one => Directory.EnumerateFiles(one).Take(LookedInto)).Take(LookedInto)
                .Any(file => DicomFile.IsNamed(file) || DicomFile.IsOne(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
