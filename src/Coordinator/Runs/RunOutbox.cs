using Akka.Actor;
using AxSpa.Hosting.Disk;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// What the run's events demand on disk: <c>run.yaml</c> and the official results under their plain names. What cannot be
/// written (a full disk, a workspace that is away) stays owed and is tried again; the run does not go on before all of it is there.
/// The disk worker writes; here is only what is still to be written, and what came of it.
/// </summary>
internal sealed class RunOutbox(RunFolder folder, DiskSession disk, TimeProvider clock)
{
    /// <summary>Worker → run: what was owed was written, or a part of it.</summary>
    /// <param name="Count">Of the batch, from its beginning.</param>
    /// <param name="IsSourceLost">The workspace is there, and in it a file is missing that an official result consists of.</param>
    public sealed record Written(int Batch, int Count, string? Trouble, bool IsSourceLost) : INoSerializationVerificationNeeded;

    /// <summary>Worker → run: the run's folder cannot be removed.</summary>
    public sealed record NotRemoved(string Trouble) : INoSerializationVerificationNeeded;

    /// <param name="Of">Whose result it is; null: of the run itself.</param>
    private sealed record PendingWrite(JobId? Of, Action<IWorkspaceStore> Write);

    /// <summary>A write that takes longer is worth a word to people.</summary>
    private static readonly TimeSpan ShortWrite = TimeSpan.FromSeconds(2);

    private readonly RunLog _log = new(folder, disk);
    private List<PendingWrite> _pending = [];

    /// <summary>Of <c>run.yaml</c>, where it is to be written. Before anything else: with it the run's folder is made.</summary>
    private PendingWrite? _specification;

    private PendingWrite[] _batch = [];
    private int _batches;
    private long _begun;

    /// <summary>Which workspace this is must be known before a grant can name it.</summary>
    private bool _mustIdentify;

    private string? _trouble;

    /// <summary>A batch is with the worker.</summary>
    public bool IsWriting => _batch.Length > 0;

    /// <summary>Everything is on disk.</summary>
    public bool IsFlushed => !IsWriting && IsEmpty;

    /// <summary>Why something is not written yet, for people; null: nothing is owed, or it is being written just now.</summary>
    public string? Trouble => _trouble ?? (IsWriting && clock.GetElapsedTime(_begun) > ShortWrite ? $"files are being written to {folder.Root}" : null);

    /// <summary>Why nothing is granted meanwhile; null: everything is on disk.</summary>
    public string? Waiting => Trouble ?? (IsFlushed ? null : "the files of the run are being written");

    /// <summary>The last attempt failed; null: it did not, or there was none.</summary>
    public bool HasFailed => _trouble is not null;

    /// <summary>
    /// The workspace is there, and in it a file is missing that an official result consists of: waiting brings nothing, it must be computed again.
    /// </summary>
    public bool IsSourceLost { get; private set; }

    private bool IsEmpty => _specification is null && _pending.Count == 0 && !_mustIdentify;

    private StoreName NameOf(string path) => StoreName.In(folder.Workspace, path);

    public void EnqueueIdentity() => _mustIdentify = true;

    public void EnqueueSpecification(RunState run)
    {
        var (name, bytes) = (NameOf(folder.Specification), StoreReading.Bytes(run.Specification));
        _specification = new PendingWrite(null, store => store.Write(name, bytes));
    }

    public void Enqueue(RunState run)
    {
        EnqueueSpecification(run);
        foreach (var job in run.Jobs.Values.Where(job => job.Official is not null))
            Enqueue(job);
        EnqueueInputLists(run, run.Jobs.Values.Select(job => job.Request.Id));
    }

    /// <summary>What those jobs read that are not done yet: a trainer finds the list on disk when its grant comes.</summary>
    public void EnqueueInputLists(RunState run, IEnumerable<JobId> jobs)
    {
        var lists = from id in jobs
                    let job = run.Job(id)
                    where job is { Official: null, IsWithdrawn: false }
                    let inputs = run.InputsOf(job.Request)
                    where inputs is not null
                    let list = JobInputs.ListOf(folder, inputs.Value)
                    where list is not null
                    select list.Value;
        foreach (var (list, bytes) in lists.DistinctBy(list => list.List.Path))
            _pending.Add(new PendingWrite(null, store => WriteList(store, StoreName.Of(list.Path), bytes)));
    }

    /// <summary>Never into a folder that is not there: who makes a run's folder anew is <c>run.yaml</c>, once the workspace was looked at.</summary>
    private void WriteList(IWorkspaceStore store, StoreName name, byte[] bytes)
    {
        if (store.WhyAway() is { } away)
            throw new WorkspaceAwayException(away);
        if (store.Find(NameOf(folder.Root)) is not { IsFolder: true })
            throw new DirectoryNotFoundException($"{folder.Root} is not there");
        store.Write(name, bytes);
    }

    public void Enqueue(JobState official) =>
        _pending.Add(new PendingWrite(official.Request.Id, store => RunPublication.Publish(store, folder, official.Request, official.Official!)));

    /// <summary>Its result was withdrawn: there may be nothing to copy any more.</summary>
    public void Discard(JobId job) => _pending.RemoveAll(next => next.Of == job);

    /// <summary>Has all that is owed written in one go, in the order in which it was owed.</summary>
    /// <param name="run">Hears of <see cref="Written"/>.</param>
    /// <returns>Whether everything is on disk now.</returns>
    public bool Flush(IActorRef run)
    {
        if (IsWriting)
            return false;
        if (IsEmpty)
        {
            (_trouble, IsSourceLost) = (null, false);
            return true;
        }
        PendingWrite[] batch = [new PendingWrite(null, store => store.Identity()),
            .. _specification is { } specification ? [specification] : Array.Empty<PendingWrite>(), .. _pending];
        var number = ++_batches;
        (_batch, _begun) = (batch, clock.GetTimestamp());
        disk.Do(DiskLane.Writes, folder.Run.Value, run, store => Write(store, number, batch), busy => new Written(number, 0, TroubleOf(busy), false));
        return false;
    }

    private Written Write(IWorkspaceStore store, int number, PendingWrite[] batch)
    {
        var count = 0;
        try
        {
            for (; count < batch.Length; count++)
                batch[count].Write(store);
            return new Written(number, count, null, false);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            var isLost = trouble is FileNotFoundException or DirectoryNotFoundException or WorkspaceFileException && store.WhyAway() is null;
            return new Written(number, count, TroubleOf(trouble), isLost);
        }
    }

    private string TroubleOf(Exception trouble) => $"the results cannot be written to {folder.Root} ({trouble.Message}); this is tried again every second";

    public void Note(Written written)
    {
        if (written.Batch != _batches || !IsWriting)
            return;
        var batch = _batch;
        _batch = [];
        foreach (var done in batch.Take(written.Count))
        {
            if (ReferenceEquals(done, _specification))
                _specification = null;
            _pending.Remove(done);
        }
        _mustIdentify &= written.Count == 0;
        // What was withdrawn while it was being written is nobody's trouble.
        var isStillOwed = written.Count < batch.Length && batch[written.Count] is var failed
            && (written.Count == 0 || ReferenceEquals(failed, _specification) || _pending.Contains(failed));
        (_trouble, IsSourceLost) = isStillOwed ? (written.Trouble, written.IsSourceLost) : (null, false);
    }

    /// <summary>One line in <c>run.log</c>.</summary>
    public void Log(RunEvents.IRunEvent happened)
    {
        _log.Append(happened);
        if (happened is RunEvents.Completed or RunEvents.Extended or RunEvents.Resumed or RunEvents.ResultWithdrawn)
            IsSwept = false;
    }

    /// <summary>Lines that could not be written are tried again.</summary>
    public void FlushLog() => _log.Flush();

    /// <summary>Nothing half-written is left of this run, which is about to be done.</summary>
    public bool IsSwept { get; private set; }

    /// <summary>A run that is done keeps nothing that a killed trainer left half-written.</summary>
    public void OweSweep()
    {
        _pending.Add(new PendingWrite(null, RemoveHalfWritten));
        IsSwept = true;
    }

    /// <summary>Whoever still writes in this folder has lost its grant: what it writes counts for nothing, whole or not.</summary>
    private void RemoveHalfWritten(IWorkspaceStore store)
    {
        try
        {
            foreach (var file in store.List(NameOf(folder.Root)).Where(file => file.Name.Last.EndsWith(".tmp", StringComparison.Ordinal)).ToList())
                store.Delete(file.Name);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // They cost a little space and mean nothing; the result is whole without this.
        }
    }

    /// <summary>A cohort that was refused leaves nothing half-written; its reason stays in the journal.</summary>
    public void RemoveRefused(IActorRef run)
    {
        _pending = [];
        (_specification, _mustIdentify) = (null, false);
        disk.Do(DiskLane.Writes, folder.Run.Value, run,
            store =>
            {
                store.Delete(NameOf(folder.Root));
                return null;
            },
            trouble => new NotRemoved($"{folder.Root} cannot be removed: {trouble.Message}"));
    }

    public void Note(NotRemoved left) => _trouble = left.Trouble;
}
