using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// What the run's events demand on disk: <c>run.yaml</c> and the official results under their plain names. What cannot be
/// written (a full disk, a workspace that is away) stays owed and is tried again; the run does not go on before all of it is there.
/// </summary>
internal sealed class RunFiles(RunFolder folder)
{
    private readonly Queue<(JobId? Of, Action Write)> _owed = new();
    private readonly RunLog _log = new(folder);

    /// <summary>Of <c>run.yaml</c>, where it is to be written. Before anything else: with it the run's folder is made.</summary>
    private string? _specification;

    /// <summary>Why something could not be written, for people; null: nothing is owed.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The workspace is there, and in it a file is missing that an official result consists of: waiting brings nothing, it must be computed again.</summary>
    public bool IsSourceLost { get; private set; }

    public void OweSpecification(RunState run) => _specification = run.Specification;

    public void Owe(RunState run)
    {
        OweSpecification(run);
        foreach (var job in run.Jobs.Values.Where(job => job.Official is not null))
            Owe(job);
        OweLists(run, run.Jobs.Values.Select(job => job.Request.Id));
    }

    /// <summary>What those jobs read that are not done yet: a trainer finds the list on disk when its grant comes.</summary>
    public void OweLists(RunState run, IEnumerable<JobId> jobs)
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
            _owed.Enqueue((null, () => WriteList(Path.Combine(folder.Workspace, list.Path), bytes)));
    }

    /// <summary>Never into a folder that is not there: who makes a run's folder anew is <c>run.yaml</c>, once the workspace was looked at.</summary>
    private void WriteList(string path, byte[] bytes)
    {
        KnownWorkspaces.Require(path);
        if (!Directory.Exists(folder.Root))
            throw new DirectoryNotFoundException($"{folder.Root} is not there");
        NoFollow.Write(folder.Workspace, path, bytes);
    }

    public void Owe(JobState official) => _owed.Enqueue((official.Request.Id, () => RunPublication.Publish(folder, official.Request, official.Official!)));

    /// <summary>Its result was withdrawn: there may be nothing to copy any more.</summary>
    public void Forgive(JobId job)
    {
        var left = _owed.Where(owed => owed.Of != job).ToList();
        _owed.Clear();
        left.ForEach(_owed.Enqueue);
    }

    /// <returns>Whether everything is on disk now.</returns>
    public bool Settle()
    {
        IsSourceLost = false;
        try
        {
            if (_specification is { } specification)
                NoFollow.Write(folder.Workspace, folder.Specification, specification);
            _specification = null;
            while (_owed.TryPeek(out var owed))
            {
                owed.Write();
                _owed.Dequeue();
            }
            Trouble = null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Trouble = $"the results cannot be written to {folder.Root} ({trouble.Message}); this is tried again every second";
            IsSourceLost = trouble is FileNotFoundException or DirectoryNotFoundException or WorkspaceFileException && KnownWorkspaces.WhyAway(folder.Workspace) is null;
        }
        return Trouble is null;
    }

    /// <summary>One line in <c>run.log</c>; and a run that is done keeps nothing that a killed trainer left half-written.</summary>
    public void Log(RunEvents.IRunEvent happened)
    {
        _log.Append(happened);
        if (happened is RunEvents.Completed)
            RemoveHalfWritten();
    }

    /// <summary>Lines that could not be written are tried again.</summary>
    public void SettleLog() => _log.Settle();

    /// <summary>Whoever still writes in this folder has lost its grant: what it writes counts for nothing, whole or not.</summary>
    private void RemoveHalfWritten()
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder.Root, "*.tmp", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
                File.Delete(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // They cost a little space and mean nothing; the result is whole without this.
        }
    }

    /// <summary>A cohort that was refused leaves nothing half-written; its reason stays in the journal.</summary>
    public void RemoveRefused()
    {
        _owed.Clear();
        _specification = null;
        try
        {
            if (Directory.Exists(folder.Root))
                Directory.Delete(folder.Root, recursive: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Trouble = $"{folder.Root} cannot be removed: {trouble.Message}";
        }
    }
}
