using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Views;

namespace AxSpa.Coordinator.Runs;

/// <summary>Why the files of a run are looked at: what is to happen with it once they were.</summary>
public abstract record LookOrder
{
    private LookOrder()
    {
    }

    /// <returns>Null: the order says nothing of what lies on disk.</returns>
    public static LookOrder? Of(RunProtocol.RunOrder order) => order switch
    {
        RunProtocol.ResumeRun => Resume.Instance,
        RunProtocol.RetryFold retry => new Retry(retry.Fold),
        _ => null,
    };

    /// <summary>The coordinator itself looks, after it took over: nobody waits for an answer.</summary>
    public sealed record TakeOver : LookOrder
    {
        public static readonly TakeOver Instance = new();
    }

    /// <summary>The same specification was submitted again.</summary>
    public sealed record Resubmit(RunSpecification Specification, RunStage Until) : LookOrder;

    public sealed record Resume : LookOrder
    {
        public static readonly Resume Instance = new();
    }

    public sealed record Retry(FoldId Fold) : LookOrder;

    /// <summary>An attempt ended with a result: is it on disk as its node says? Only then it is official.</summary>
    /// <param name="Epoch">The last that the attempt had completed; 0: none.</param>
    public sealed record Completed(NodeProtocol.JobCompleted Result, int Epoch) : LookOrder
    {
        /// <summary>The node says it again until it is recorded, and one look is enough.</summary>
        public bool Equals(Completed? other) => other is not null && other.Result.Attempt == Result.Attempt && other.Result.Node == Result.Node;

        public override int GetHashCode() => HashCode.Combine(Result.Attempt, Result.Node);
    }

    /// <summary>An attempt refused what it was to read: something may be wrong with what another job has written.</summary>
    /// <param name="Epoch">The last that the attempt had completed; 0: none.</param>
    public sealed record AttemptFailed(NodeProtocol.JobFailed Failed, int Epoch) : LookOrder;

    /// <summary>A node does not see a file: does the coordinator?</summary>
    /// <param name="Epoch">The last that the attempt had completed; 0: none.</param>
    public sealed record NotVisible(NodeProtocol.FileNotVisible Unseen, int Epoch) : LookOrder;

    /// <summary>Somebody wants to know what an order would do.</summary>
    public sealed record Rehearsal(RunProtocol.Order Order) : LookOrder;
}

/// <summary>What a look at the disk found.</summary>
/// <param name="Damaged">Official results that are not on disk as the journal has them.</param>
/// <param name="Changed">
/// Why the run may not go on, naming the file; null: nothing that was handed in has changed. For a file that a node does not see: null where
/// this machine sees it.
/// </param>
public sealed record Look(LookOrder Order, ImmutableArray<Damage> Damaged, string? Changed)
{
    /// <summary>
    /// Why nothing could be seen: the workspace is away, and nothing that is missing is damage. Null: it was there before the look and after it.
    /// </summary>
    public string? Away { get; init; }

    /// <summary>Of a result: what is not on disk as its node says, beginning with the file's path. Null: all of it is.</summary>
    public string? Unverified { get; init; }

    /// <summary>The run's <c>run.yaml</c> is not there as it was accepted.</summary>
    public bool IsSpecificationLost { get; init; }

    /// <summary>Why the run may not go on, for people.</summary>
    public string? Trouble => Away ?? Changed;
}

/// <summary>What becomes of the gate that keeps a run waiting until its files were looked at.</summary>
public enum GateChange
{
    /// <summary>It stays as it is.</summary>
    None,

    /// <summary>The files are as they must be, or what is not is computed again.</summary>
    Open,

    /// <summary>It stays closed, and the files are looked at again in a while.</summary>
    LookAgain,
}

/// <summary>What a look comes to, by the run as it is when the look comes back.</summary>
/// <param name="Answer">For whoever waits for one; null: nobody does.</param>
/// <param name="RestoresCopies">Copies of official results that were lost or altered are made again.</param>
/// <param name="RestoresSpecification">The run's <c>run.yaml</c> is written again before anything else.</param>
public sealed record LookDecision(
    ImmutableArray<RunEvents.IRunEvent> Events, IWireMessage? Answer, GateChange Gate, bool RestoresCopies, bool RestoresSpecification);
