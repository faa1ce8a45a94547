using System.Diagnostics;
using AxSpa.GpuNode;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Files;

namespace AxSpa.Standalone;

/// <summary>Where <c>axspa score</c> leaves its files. The trainer program draws the pictures: only it carries what draws.</summary>
internal sealed record ScoreFolder(string Path, TrainerProgram Trainer)
{
    private const string Record = "metrics.json", Text = "metrics.txt";

    /// <summary>To be called before anything is computed.</summary>
    /// <exception cref="RefusedInputException">The folder holds figures already, or is none, or there is no trainer program.</exception>
    public static ScoreFolder Open(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        if (File.Exists(path)) throw new RefusedInputException($"{folder}: is a file. Name a folder with --out.");
        foreach (var name in new[] { Record, Text })
            if (File.Exists(System.IO.Path.Combine(path, name)))
                throw new RefusedInputException(
                    $"{folder}: holds {name} already, which may belong to a run. Name another folder with --out, or remove it first.");
        return new ScoreFolder(path, TrainerProgram.Find());
    }

    /// <exception cref="IOException">The folder cannot be written, or the pictures cannot be drawn.</exception>
    public void Write(EvaluationReport report)
    {
        AtomicFile.Write(System.IO.Path.Combine(Path, Record), MetricsJson.Render(report));
        AtomicFile.Write(System.IO.Path.Combine(Path, Text), MetricsText.Render(report));
        var start = new ProcessStartInfo(Trainer.Path, ["draw", System.IO.Path.Combine(Path, Record), Path]) { RedirectStandardError = true };
        using var drawing = Process.Start(start) ?? throw new IOException($"{Trainer.Path} was not started.");
        var trouble = drawing.StandardError.ReadToEnd();
        drawing.WaitForExit();
        if (drawing.ExitCode != 0)
            throw new IOException($"The figures are in {Path}, but the pictures could not be drawn: {trouble.Trim()}");
        Console.Error.WriteLine($"Written to {Path}.");
    }
}
