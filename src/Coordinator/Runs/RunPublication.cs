using System.Buffers;
using System.Text.Json;
using AxSpa.Pipeline.Runs;
using AxSpa.Shared.Protocol;

namespace AxSpa.Coordinator.Runs;

/// <summary>
/// Shows official results under their plain names: <c>results/metrics.txt</c>, <c>split.csv</c>, <c>official.json</c> of a
/// fold. All of it follows from the event, so it is simply done again after a crash; the attempt's own files stay where they are.
/// </summary>
internal static class RunPublication
{
    /// <exception cref="IOException">The workspace cannot be written.</exception>
    public static void Publish(RunFolder folder, JobRequest request, OfficialResult official)
    {
        if (request.Fold is { } fold)
            AtomicFile.Write(folder.FoldOfficial(fold), Official(official));
        var attempt = folder.AttemptFolder(request.Attempt(folder.Run, official.Attempt));
        foreach (var file in official.Files)
        {
            var source = Path.Combine(folder.Workspace, file.Path);
            if (folder.Published(request.Kind, Path.GetRelativePath(attempt, source)) is { } target)
                AtomicFile.Write(target, stream => { using var from = File.OpenRead(source); from.CopyTo(stream); });
        }
    }

    private static byte[] Official(OfficialResult official)
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
