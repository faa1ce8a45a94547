using System.Globalization;
using System.Text;
using System.Text.Json;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.SchedulerBenchmark;

/// <summary>What is asked of the cluster: the same for every process of a measurement, and handed to each as one line.</summary>
/// <param name="Nodes">Actor systems, each a member of the cluster.</param>
/// <param name="NodeProcesses">In which they live.</param>
/// <param name="SlotsPerNode">Each with a trainer that pretends.</param>
/// <param name="Runs">That share the slots.</param>
/// <param name="Jobs">Folds of all runs together.</param>
/// <param name="ShortestSeconds">A job's time is drawn between this and <paramref name="LongestSeconds"/>, uniformly.</param>
/// <param name="ProgressSeconds">A trainer says so often how far it is.</param>
internal sealed record Load(
    int Nodes, int NodeProcesses, int SlotsPerNode, int Runs, int Jobs, double ShortestSeconds, double LongestSeconds, double ProgressSeconds = 2)
{
    /// <summary>Bounds of a specification: folds times repeats.</summary>
    private const int MostFolds = 20, MostRepeats = 20;

    public int Slots => Nodes * SlotsPerNode;

    public int JobsPerRun => Jobs / Runs;

    /// <summary>Folds and repeats of one branch that make as many jobs as a run has.</summary>
    public (int Folds, int Repeats) Shape()
    {
        for (var folds = MostFolds; folds >= 2; folds--)
            if (JobsPerRun % folds == 0 && JobsPerRun / folds <= MostRepeats)
                return (folds, JobsPerRun / folds);
        throw new InvalidOperationException($"{JobsPerRun} jobs of a run cannot be written as folds (2 to {MostFolds}) times repeats (1 to {MostRepeats}).");
    }

    /// <summary>How long a job pretends to compute: by its name, so that every process and every attempt says the same.</summary>
    public TimeSpan TimeOf(RunId run, JobId job) =>
        TimeSpan.FromSeconds(ShortestSeconds + (LongestSeconds - ShortestSeconds) * Fraction(string.Create(CultureInfo.InvariantCulture, $"{run}/{job}")));

    public string ToLine() => JsonSerializer.Serialize(this);

    public static Load FromLine(string line) => JsonSerializer.Deserialize<Load>(line)!;

    /// <returns>In [0, 1), by FNV-1a with a last mix.</returns>
    public static double Fraction(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ one) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
