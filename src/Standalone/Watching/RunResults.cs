using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Shared.Protocol;

namespace AxSpa.Standalone.Watching;

/// <summary>What a run that is done leaves on standard output: a screen of figures and where the rest is, or all of them.</summary>
internal static class RunResults
{
    private const string All = "metrics.txt";

    public static void Print(TextWriter output, RunView run, bool full)
    {
        var results = Path.Combine(run.Folder, "results");
        if (!Directory.Exists(results))
            output.WriteLine(run.Folder);
        else if (full && File.Exists(Path.Combine(results, All)))
            output.Write($"{File.ReadAllText(Path.Combine(results, All))}{results}\n");
        else
            output.WriteLine(string.Join('\n', Brief(run, results)));
    }

    private static ImmutableArray<string> Brief(RunView run, string results) => Figures(Path.Combine(results, "metrics.json")) is { } figures
        ? MetricsBrief.Of(figures, Warnings(run), $"report.html is for reading, {All} has every figure (--full prints it), metrics.json is for",
            "programs; leaks.txt has the checks for leaks, explanation/ the pictures. All are in", results)
        : [results];

    /// <summary>
    /// Those of the cohort, from its record: the same whenever the run is looked at. The others stand in the report's notes and were told while it ran.
    /// </summary>
    public static ImmutableArray<string> Warnings(RunView run)
    {
        try
        {
            return CohortReport.FromJson(File.ReadAllBytes(Path.Combine(run.Folder, CohortReport.FileName))).Warnings;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or RefusedInputException)
        {
            return [];
        }
    }

    /// <summary>A run of an earlier version, or a file that was changed by hand, is no reason not to say where the results are.</summary>
    private static EvaluationReport? Figures(string path)
    {
        try
        {
            return MetricsJson.Read(File.ReadAllBytes(path));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
