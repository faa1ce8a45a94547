using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AxSpa.Shared;
using AxSpa.Shared.Protocol;

namespace AxSpa.GpuNode;

/// <summary>What the slots of a node have to share: the memory of its machine and of its cards.</summary>
internal sealed record NodeMachine(long? MemoryBytes, ImmutableArray<NvidiaCard> Cards)
{
    /// <summary>Looks once, when the node starts; cards only where a slot is on one.</summary>
    public static NodeMachine ThisOne(ImmutableArray<string> devices) =>
        new(new MachineMemory().Bytes(), devices.Any(device => device.StartsWith("cuda:", StringComparison.Ordinal)) ? NvidiaCards.OfThisMachine() : []);

    /// <summary>One slot per device that is named, each with its share of what the device has.</summary>
    public ImmutableArray<SlotView> Slots(ImmutableArray<string> devices) => [.. devices.Select((device, index) =>
    {
        var card = Cards.FirstOrDefault(card => device == $"cuda:{card.Index}");
        var bytes = device == "cpu" ? MemoryBytes : card?.MemoryBytes;
        return new SlotView(index, device, SlotStatus.Starting, MemoryBytes: bytes / devices.Count(other => other == device), Card: card?.Name);
    })];

    /// <summary>For people, and for whoever looks for a node of another version.</summary>
    public NodeFacts Facts(DateTimeOffset startedAt) => new(
        Environment.MachineName, RuntimeInformation.OSDescription, Environment.ProcessorCount, MemoryBytes, startedAt,
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("axspa", SoftwareVersion.Full),
            KeyValuePair.Create("dotnet", Environment.Version.ToString()),
        ]));
}
