using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Jobs;

/// <summary>
/// One attempt at one piece of work: a value that is sent to a trainer process as a single JSON line. Everything else the
/// job needs (options, random seed, thread count) stands in the run's <c>run.yaml</c>, which never changes under a run.
/// </summary>
/// <param name="Attempt">1 for the first; an answer of an older attempt is refused.</param>
/// <param name="Inputs">The <see cref="InputList"/> of the official files of earlier jobs that this job reads, verified by hash before use; null: it reads
/// none.</param>
/// <param name="Fold">The one that is trained or explained: set for <see cref="JobKind.TrainFold"/> and <see cref="JobKind.ExplainFold"/> only.</param>
/// <param name="Draws">Set for <see cref="JobKind.BootstrapShard"/> only.</param>
/// <param name="Workspace">The identity of the workspace that it is done in; null: the coordinator knows of none.</param>
public sealed record Job(
    RunId Run, JobId Id, JobKind Kind, int Attempt, StoredFile? Inputs = null, FoldId? Fold = null, DrawRange? Draws = null, string? Workspace = null);

/// <summary>Bootstrap draws <c>First .. First + Count - 1</c> of the run.</summary>
public readonly record struct DrawRange(int First, int Count);

/// <summary>
/// Why a job did not end well. Each kind has a policy (docs/architecture.md): which are tried again, and where. Unverified is the coordinator's own
/// finding: a result is not on disk as its node says, or the node says what cannot be.
/// </summary>
public enum FailureKind { BadInput, OutOfMemory, Diverged, Crashed, Lost, Storage, Cancelled, Unverified }

/// <summary>One line that a trainer process says on standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Alive), "alive")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Warning), "warning")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(NotVisible), "not-visible")]
public abstract record TrainerLine
{
    /// <summary>The first line: Torch and XGBoost are loaded, jobs may come.</summary>
    public sealed record Ready(int ProcessId, string Device, string TorchVersion, string XgboostVersion) : TrainerLine;

    /// <summary>Said every few seconds by a thread of its own, whatever else the process does: an epoch may last hours, silence may not.</summary>
    public sealed record Alive : TrainerLine;

    /// <summary>Where a job is. For folds: stage "epoch", epoch of epochs with loss and validation AUROC; otherwise a count of steps.</summary>
    public sealed record Progress(string Stage, int Step, int Of, double? TrainingLoss, double? ValidationAuroc) : TrainerLine;

    /// <summary>Something a person should know, such as a file without orientation.</summary>
    public sealed record Warning(string Text) : TrainerLine;

    /// <summary>The job is done and these files are on disk, flushed and hashed.</summary>
    /// <param name="Figures">A few small numbers for people: best epoch, validation AUROC, counts.</param>
    public sealed record Completed(ImmutableArray<StoredFile> Files, ImmutableSortedDictionary<string, double> Figures) : TrainerLine;

    /// <summary>The job ended without a result.</summary>
    public sealed record Failed(FailureKind Kind, string Reason) : TrainerLine;

    /// <summary>The job ended because this machine does not see a file; another one may.</summary>
    /// <param name="File">Absolute, or relative to the workspace.</param>
    /// <param name="Reason">What it means if no machine sees it.</param>
    public sealed record NotVisible(string File, string Reason) : TrainerLine;
}
