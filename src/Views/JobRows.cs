using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Views;

/// <summary>
/// The jobs of a run as somebody watches them: what explains the fold models one by one is a single row, that of the job which brings it together, so that a
/// run does not outgrow a screen.
/// </summary>
public static class JobRows
{
    /// <summary>What the single row counts.</summary>
    public const string FoldModels = "fold models";

    /// <param name="jobs">In the order of the graph.</param>
    public static IEnumerable<JobView> Of(ImmutableArray<JobView> jobs)
    {
        var parts = jobs.Where(job => job.Kind == JobKind.ExplainFold).ToList();
        var isOnePart = parts.Count > 0 && jobs.All(job => job is not { Kind: JobKind.Explain, Status: not JobStatus.Waiting });
        foreach (var job in jobs)
            if (job == parts.FirstOrDefault() && isOnePart)
                yield return Together(parts);
            else if (job.Kind != JobKind.ExplainFold && !(job.Kind == JobKind.Explain && isOnePart))
                yield return job;
    }

    private static JobView Together(List<JobView> parts)
    {
        var shown = parts.Find(part => part.Status == JobStatus.Failed) ?? parts.Find(part => part.Status == JobStatus.Running) ?? parts[0];
        return shown with
        {
            Job = JobKinds.ExplainJob,
            Kind = JobKind.Explain,
            Fold = null,
            Status = shown.Status == JobStatus.Completed ? JobStatus.Waiting : shown.Status,
            Stage = FoldModels,
            Step = parts.Count(part => part.Status == JobStatus.Completed),
            Of = parts.Count,
        };
    }
}
