using Akka.Actor;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Removes what a deleted run has on disk, on a thread of its own and as often as it takes. The folder is renamed first, so that it is
/// seen whole or not at all. Prepared volumes stay: other runs share them.
/// </summary>
internal sealed class RunRemoval(string workspace, RunId run, CancellationToken stop)
{
    /// <summary>The folder is gone.</summary>
    public sealed record Done(RunId Run) : INoSerializationVerificationNeeded;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly string _folder = new RunFolder(workspace, run).Root;
    private readonly Lock _gate = new();
    private RunProtocol.Deletion _now = new(run, false, 0, 0, null);

    /// <summary>How far it is.</summary>
    public RunProtocol.Deletion Now
    {
        get { lock (_gate) return _now; }
        private set { lock (_gate) _now = value; }
    }

    /// <summary>What a folder holds: files and bytes.</summary>
    public static (int Files, long Bytes) Measure(string folder)
    {
        if (!Directory.Exists(folder))
            return (0, 0);
        var files = new DirectoryInfo(folder).EnumerateFiles("*", Everything).ToList();
        return (files.Count, files.Sum(file => file.Length));
    }

    /// <param name="coordinator">Gets <see cref="Done"/>.</param>
    public void Begin(IActorRef coordinator) => new Thread(() =>
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Remove();
                coordinator.Tell(new Done(run));
                return;
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                Now = Now with { Trouble = $"{_folder} cannot be removed ({trouble.Message}); this is tried again every {TryAgainAfter.TotalSeconds:0} s" };
            }
            stop.WaitHandle.WaitOne(TryAgainAfter);
        }
    })
    { IsBackground = true, Name = "remove-run" }.Start();

    private void Remove()
    {
        // Else a share that is away would look like a folder that is gone, and the run would be there again with it.
        KnownWorkspaces.Require(_folder);
        var runs = Path.GetDirectoryName(_folder)!;
        var doomed = Path.Combine(runs, $".deleting-{run}");
        if (Directory.Exists(_folder))
        {
            var (files, bytes) = Measure(_folder);
            Now = Now with { Files = Now.Files + files, Bytes = Now.Bytes + bytes };
            if (Directory.Exists(doomed))
                Directory.Delete(doomed, recursive: true); // of an earlier beginning
            Directory.Move(_folder, doomed);
        }
        if (Directory.Exists(doomed))
            Directory.Delete(doomed, recursive: true);
        if (Directory.Exists(runs))
            FolderSync.Flush(runs);
        KnownWorkspaces.Require(_folder);
    }
}
