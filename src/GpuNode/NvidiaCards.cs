using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace AxSpa.GpuNode;

/// <summary>A CUDA card, as the driver's own tool describes it.</summary>
/// <param name="Index">The number in <c>cuda:K</c>.</param>
internal sealed record NvidiaCard(int Index, string Name, long MemoryBytes);

/// <summary>The CUDA cards of this machine, as <c>nvidia-smi</c> lists them.</summary>
internal static class NvidiaCards
{
    private const string Tool = "nvidia-smi";
    private const string VisibleVariable = "CUDA_VISIBLE_DEVICES";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>None where the tool is not there or does not answer: then nobody knows how much memory a card has.</summary>
    public static ImmutableArray<NvidiaCard> OfThisMachine()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Tool, ["--query-gpu=index,uuid,name,memory.total", "--format=csv,noheader,nounits"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0 ? Read(said.Result, Environment.GetEnvironmentVariable(VisibleVariable)) : [];
            process.Kill();
            return [];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return [];
        }
    }

    /// <param name="lines"><c>0, GPU-f5cb5b05-…, NVIDIA H200, 143771</c>: index, UUID, name, MiB.</param>
    /// <param name="visible">What <c>CUDA_VISIBLE_DEVICES</c> says, by index or by a beginning of the UUID: a process counts only those, from 0.</param>
    internal static ImmutableArray<NvidiaCard> Read(string lines, string? visible)
    {
        var all = lines.Split('\n').Select(line => line.Split(',', StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 4)
            .Select(parts => (Index: Number(parts[0]), Uuid: parts[1], Name: parts[2], Mebibytes: Number(parts[3])))
            .Where(card => card is { Index: not null, Mebibytes: not null }).ToList();
        var seen = visible is null ? all : visible.Split(',', StringSplitOptions.TrimEntries)
            .Select(named =>
                all.Find(card => Number(named) is { } index ? card.Index == index : named.Length > 0 && card.Uuid.StartsWith(named, StringComparison.Ordinal)))
            .TakeWhile(card => card.Uuid is not null).ToList();
        return [.. seen.Select((card, index) => new NvidiaCard(visible is null ? (int)card.Index!.Value : index, card.Name, card.Mebibytes!.Value << 20))];
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
