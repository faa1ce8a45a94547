using System.Collections.Immutable;

namespace AxSpa.Pipeline.Jobs;

/// <summary>A job that a stage asks for; the coordinator adds the attempt, and the list of files, when it grants it.</summary>
/// <param name="Reads">The jobs whose official files it reads, in this order.</param>
public sealed record JobRequest(JobId Id, JobKind Kind, ImmutableArray<JobId> Reads, FoldId? Fold = null, DrawRange? Draws = null)
{
    /// <param name="inputs">See <see cref="Job.Inputs"/>.</param>
    public Job Attempt(RunId run, int attempt, StoredFile? inputs = null) => new(run, Id, Kind, attempt, inputs, Fold, Draws);
}
