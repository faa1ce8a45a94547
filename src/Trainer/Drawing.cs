using System.Text.Json;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Files;
using AxSpa.Plots;

namespace AxSpa.Trainer;

/// <summary>
/// <c>AxSpa.Trainer draw METRICS.json DIR</c>: the pictures of a report, drawn again from its record. Nothing native but SkiaSharp is loaded.
/// </summary>
internal static class Drawing
{
    public const string Word = "draw";

    /// <returns>The exit code.</returns>
    public static int Do(string record, string folder)
    {
        try
        {
            foreach (var (name, png) in ReportPictures.Of(MetricsJson.Read(File.ReadAllBytes(record))))
                AtomicFile.Write(Path.Combine(folder, name), png);
            return 0;
        }
        catch (JsonException wrong)
        {
            Console.Error.WriteLine($"{record} cannot be read: {wrong.Message} Was it written by another version?");
            return 2;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(trouble.Message);
            return 2;
        }
    }
}
