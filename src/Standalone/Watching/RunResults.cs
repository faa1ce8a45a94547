using System.Collections.Immutable;
using System.Text.Json;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation;
using AxSpa.Pipeline.Runs;
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
        ? MetricsBrief.Of(figures, Warnings(run), $"report.html is for reading, {All} has every figure (--full prints it), metrics.json is for", "programs; leaks.txt has the checks for leaks, explanation/ the pictures. All are in", results)
        : [results];

    /// <summary>Those of the cohort are in its record, so they are told of a run that ended long ago too.</summary>
    private static IEnumerable<string> Warnings(RunView run)
    {
        try
        {
            return CohortReport.FromJson(File.ReadAllBytes(Path.Combine(run.Folder, CohortReport.FileName))).Warnings.Union(run.Warnings);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or RefusedInputException)
        {
            return run.Warnings;
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
