using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Shared.Wire;
using AxSpa.Views;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Shows official results under their plain names: <c>results/metrics.txt</c>, <c>split.csv</c>, <c>official.json</c> of a
/// fold. All of it follows from the event, so it is simply done again after a crash; the attempt's own files stay where they are.
/// </summary>
internal static class RunPublication
{
    /// <exception cref="IOException">The workspace cannot be written, or a file is not the one that was made official.</exception>
    public static void Publish(IWorkspaceStore store, RunFolder folder, JobRequest request, OfficialResult official)
    {
        if (request is { Kind: JobKind.TrainFold, Fold: { } fold })
            store.Write(StoreName.In(folder.Workspace, folder.FoldOfficial(fold)), Official(official));
        foreach (var (source, target) in Copies(folder, request, official))
            store.Write(StoreName.In(folder.Workspace, target), stream => Copy(store, source, stream));
    }

    /// <summary>The bytes that are copied are those that are hashed.</summary>
    /// <exception cref="WorkspaceFileException">They are not those that were made official.</exception>
    private static void Copy(IWorkspaceStore store, StoredFile source, Stream target)
    {
        using var from = store.Read(StoreName.Of(source.Path));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var length = 0L;
        for (int read; (read = from.Read(buffer)) > 0; length += read)
        {
            hash.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
        }
        if (length != source.Bytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != source.Sha256)
            throw new WorkspaceFileException(source.Path, $"{source.Path} was altered: it holds other bytes than when it was written.");
    }

    /// <summary>The official files that are shown under plain names, and the paths of these.</summary>
    public static IEnumerable<(StoredFile Source, string Target)> Copies(RunFolder folder, JobRequest request, OfficialResult official)
    {
        var attempt = folder.AttemptFolder(request.Attempt(folder.Run, official.Attempt));
        foreach (var file in official.Files)
            if (folder.Published(request.Kind, Path.GetRelativePath(attempt, Path.Combine(folder.Workspace, file.Path))) is { } target)
                yield return (file, target);
    }

    /// <summary>The answer to who wants the run's results: which files, or why there are none.</summary>
    public static IWireMessage Results(RunFolder folder, RunState run) => run.Job(JobKinds.ReportJob) is { Official: not null } report
        ? Results(run.Id, Shown(folder, report), [.. run.Jobs.Values.Where(job => job != report && IsAmongResults(job)).SelectMany(job => Shown(folder, job))])
        : new RunProtocol.Refused($"Run {run.Id} has no results{(run.Status == RunStatus.Running ? " yet" : "")}: it is {RunProgress.Summary(run).Stage}"
            + (run.Failure is { } why ? $" ({why})" : run.Status == RunStatus.Completed ? $" until {PlainText.Word(run.Until)}" : "")
            + $". 'run describe {run.Id}' says more.");

    /// <summary>The report in any case; of what else is shown, the pictures of single patients, as many as a message holds.</summary>
    private static RunProtocol.Results Results(RunId run, ImmutableArray<StoredFile> report, ImmutableArray<StoredFile> explanation)
    {
        var room = WireFrame.PageBytes - report.Sum(file => WireFrame.BytesOfPart(file) + 1);
        var shown = explanation.IsEmpty || room < 0 ? [] : WireFrame.Page(explanation, bytes: room);
        return new(run, [.. report, .. shown], explanation.Length - shown.Length);
    }

    private static bool IsAmongResults(JobState job) =>
        RunGraph.Whole.Of(job.Request.Kind).PublishedIn is { } shown && shown.StartsWith(RunFolder.ResultsName, StringComparison.Ordinal);

    /// <returns>Empty: the job has no official result.</returns>
    private static ImmutableArray<StoredFile> Shown(RunFolder folder, JobState job) => job.Official is not { } official ? [] :
        [.. Copies(folder, job.Request, official)
            .Select(copy => copy.Source with { Path = Path.GetRelativePath(folder.Root, copy.Target).Replace('\\', '/') })];

    /// <summary>The text of <c>official.json</c>.</summary>
    public static byte[] Official(OfficialResult official)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("attempt", official.Attempt);
            json.WriteStartArray("files");
            foreach (var file in official.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteString("sha256", file.Sha256);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }
}
