using System.Collections.Immutable;
using System.Globalization;
using AxSpa.Pipeline;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>Reads <c>--slots</c>: which device each slot of a node computes on.</summary>
public static class SlotDevices
{
    /// <summary>Each slot has a process with libraries of its own on the card, of half a gigabyte.</summary>
    private const int MostPerCard = 16;

    /// <param name="text">
    /// <c>auto</c>, <c>cpu:2</c> (two slots that share the cores), <c>cuda:0,cuda:1</c>, <c>cuda:0*2</c> (two slots that share a card), or a mixture.
    /// </param>
    /// <param name="trainer">What it was built for decides whether <c>auto</c> may use cards.</param>
    /// <returns>One device per slot.</returns>
    /// <exception cref="RefusedInputException">The text is none of these.</exception>
    public static ImmutableArray<string> Parse(string text, TrainerProgram trainer) => text.Trim() == "auto"
        ? [.. Found(trainer).Take(MessageLimits.SlotsOfANode)]
        : text.Split(',', StringSplitOptions.TrimEntries).SelectMany(part => Part(part, text)).ToImmutableArray() is var slots
            && slots.Length <= MessageLimits.SlotsOfANode ? slots
        : throw new RefusedInputException($"--slots {text}: these are {slots.Length} slots, and a node has at most {MessageLimits.SlotsOfANode}. Start a "
        + "second node on this machine for the others.");

    /// <summary>
    /// Every CUDA device the driver shows, when the trainer can use them; else one CPU slot per core, since jobs are single-threaded by default.
    /// </summary>
    private static ImmutableArray<string> Found(TrainerProgram trainer)
    {
        var cards = trainer.HasCuda && Directory.Exists("/dev")
            ? Directory.GetFiles("/dev", "nvidia*")
                .Select(path => path["/dev/nvidia".Length..])
                .Count(rest => int.TryParse(rest, CultureInfo.InvariantCulture, out _))
            : 0;
        return cards > 0
            ? [.. Enumerable.Range(0, cards).Select(card => $"cuda:{card}")]
            : [.. Enumerable.Repeat("cpu", Environment.ProcessorCount)];
    }

    private static IEnumerable<string> Part(string part, string text)
    {
        var pieces = part.Split(':');
        if (pieces is ["cpu"])
            return ["cpu"];
        if (pieces is ["cpu", var slots] && Number(slots) is { } number and >= 1 and <= 256)
            return Enumerable.Repeat("cpu", number);
        if (pieces is ["cuda", var card] && card.Split('*') is [var index, .. var times] && Number(index) is { } known
            && times switch { [] => 1, [var many] => Number(many), _ => null } is { } sharing and >= 1 and <= MostPerCard)
            return Enumerable.Repeat($"cuda:{known}", sharing);
        throw new RefusedInputException(
            $"--slots {text}: '{part}' is not a slot. Write auto, cpu:N (N slots that share the cores, 1 to 256), cuda:K (the card with index K) or cuda:K*N "
            + $"(N slots that share it, 1 to {MostPerCard}), separated by commas.");
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
