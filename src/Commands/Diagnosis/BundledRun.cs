using System.Text;
using AxSpa.Commands.Logs;
using AxSpa.Pipeline.Folds;
using AxSpa.Pipeline.Jobs;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

/// <summary>What a bundle holds of one run: its description, its specification and its logs.</summary>
internal sealed class BundledRun(CommandServices services, RunId run, BundleParts parts)
{
    /// <summary>Of one log; of a longer one the end is kept.</summary>
    private const int MostBytes = 1 << 20;

    public async Task Gather(CancellationToken cancellation)
    {
        try
        {
            var view = await services.Coordinator.Describe(run, cancellation);
            parts.Add($"runs/{run}/describe.json", ViewJson.Of(view));
            parts.Add($"runs/{run}/describe.txt", RunText.Describe(view, services.Clock.GetUtcNow()));
            // First who the patients are, so that nothing of theirs gets out.
            parts.Hide(SplitHash.PatientsIn(await Text("split.csv", cancellation, whole: true)));
            foreach (var name in (string[])["run.yaml", "run.log"])
                if (await Text(name, cancellation) is { Length: > 0 } text)
                    parts.Add($"runs/{run}/{name}", text);
                else
                    parts.Note($"run {run} has no {name}{(view.Failure is null ? "" : "; of a run that was refused nothing is kept")}");
            foreach (var (name, path) in RunLogSources.PathsOf(run, view))
                if (await Text(path, cancellation) is { Length: > 0 } log)
                    parts.Add($"runs/{run}/logs/{name.Replace('#', '-')}.log", log);
        }
        catch (Exception trouble) when (trouble is CommandRefusedException or ClusterUnreachableException)
        {
            parts.Note($"run {run} is not whole in this archive: {trouble.Message}");
        }
    }

    private async Task<string> Text(string path, CancellationToken cancellation, bool whole = false)
    {
        var bytes = new MemoryStream();
        var length = (await services.Files.Read(run, [new NodeFileProtocol.FilePlace(path, long.MaxValue)], cancellation))[0].Length;
        var from = whole ? 0 : Math.Max(0, length - MostBytes);
        await foreach (var piece in services.Files.Pieces(run, path, cancellation, from))
            bytes.Write(piece);
        return (from > 0 ? $"({from} bytes before this are left out)\n" : "") + Encoding.UTF8.GetString(bytes.ToArray());
    }
}
